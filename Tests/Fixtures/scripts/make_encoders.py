"""Makes Tests/Fixtures/parity/encoders with transformers and peft.

Made with torch 2.15.0, transformers 5.24.0, peft 0.21.2, safetensors 0.8.0.
Run: python make_encoders.py

A family's folder holds one body and the tensors of all its heads (each class takes what is its own).
Its file beside holds, by head, the logits of all inputs; for classification, spans and tags the loss and
the gradient of every weight ("HEAD.grad.NAME"); and losses of ten AdamW steps over two alternating halves.
Every sequence is run by itself and without padding: transformers' span loss would else run over pad positions.
"""

import json
import shutil
import tempfile
from pathlib import Path

import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)
transformers.logging.set_verbosity_error()
out = Path(__file__).resolve().parent.parent / "parity" / "encoders"
shutil.rmtree(out, ignore_errors=True)
out.mkdir()

sizes = dict(
    vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=20,
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=3)
families = {
    "bert": ("Bert", dict(sizes, max_position_embeddings=20)),
    "roberta": ("Roberta", dict(
        sizes, max_position_embeddings=22, type_vocab_size=1, layer_norm_eps=1e-5)),
    "distilbert": ("DistilBert", dict(
        vocab_size=32, dim=16, n_layers=2, n_heads=2, hidden_dim=20, max_position_embeddings=20,
        dropout=0.0, attention_dropout=0.0, qa_dropout=0.0, seq_classif_dropout=0.0,
        num_labels=3)),
    "electra": ("Electra", dict(sizes, embedding_size=12, max_position_embeddings=20)),
}
heads = {
    "none": "Model", "sequenceClassification": "ForSequenceClassification",
    "maskedLanguageModelling": "ForMaskedLM", "questionAnswering": "ForQuestionAnswering",
    "tokenClassification": "ForTokenClassification",
}
trained = ["sequenceClassification", "questionAnswering", "tokenClassification"]

generator = torch.Generator().manual_seed(17)


def draw(low, high, count=1):
    return torch.randint(low, high, (count,), generator=generator).tolist()


lengths = [5, 1, 9, 3, 20, 2, 7, 4]
# No padding id of any family (0, 1): torch keeps those rows' gradients at zero.
ids = [draw(2, 32, n) for n in lengths]
types = [[int(k >= n // 2) for k in range(n)] for n in lengths]
labels = draw(0, 3, len(lengths))
spans = [sorted(draw(0, n, 2)) for n in lengths]
tags = [[-100 if k % 3 == 2 else draw(0, 3)[0] for k in range(n)] for n in lengths]
# For RoBERTa's numbering: its padding id inside a text.
padded = [[5, 1, 1, 7, 9, 1], [1, 3]]
(out / "inputs.json").write_text(json.dumps(
    {"ids": ids, "types": types, "labels": labels, "spans": spans, "tags": tags, "padded": padded}) + "\n")


def build(family, head, source=None):
    """A fresh model, or one from a family's folder."""
    name, options = families[family]
    cls = getattr(transformers, name + heads[head])
    if head == "questionAnswering":
        options = dict(options, num_labels=2)
    if source is None:
        return cls(getattr(transformers, name + "Config")(**options))
    return cls.from_pretrained(source, **({"num_labels": 2} if head == "questionAnswering" else {})).eval()


def shake(model, seed, deviation):
    """No weight stays at a special value, so that no error hides behind a zero or a one."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for _, p in sorted(model.named_parameters()):
            p.add_(torch.randn(p.shape, generator=g) * deviation)


def saved(model):
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return load_file(folder + "/model.safetensors")


def named(model):
    """The class, and the tensors that transformers saves outside the layers."""
    tensors = sorted(key for key in saved(model) if "layer." not in key)
    return {"class": type(model).__name__, "tensors": tensors}


def rows(model, family, i, sequences=None):
    """What the model gives for one sequence: [tokens, outputs], or [1, outputs]."""
    inputs = {"input_ids": torch.tensor([(sequences or ids)[i]])}
    if sequences is None and family in ("bert", "electra"):
        inputs["token_type_ids"] = torch.tensor([types[i]])
    # PeftModelForQuestionAnswering.forward drops token_type_ids (peft 0.21.2): ask the model inside it.
    result = (model.get_base_model() if isinstance(model, PeftModel) else model)(**inputs)
    if "start_logits" in result:
        return torch.stack([result.start_logits[0], result.end_logits[0]], dim=1)
    if "logits" in result:
        return result.logits[0].reshape(-1, result.logits.shape[-1])
    return result.last_hidden_state[0]


def loss(model, family, head, chosen):
    """transformers' losses of a batch, from logits made one sequence at a time."""
    found = [rows(model, family, i) for i in chosen]
    if head == "sequenceClassification":
        return cross_entropy(torch.cat(found), torch.tensor([labels[i] for i in chosen]))
    if head == "tokenClassification":
        return cross_entropy(torch.cat(found), torch.tensor(sum((tags[i] for i in chosen), [])))
    total = sum(
        cross_entropy(f[:, side][None], torch.tensor([spans[i][side]]))
        for f, i in zip(found, chosen) for side in (0, 1))
    return total / (2 * len(chosen))


def train(model, family, head, lr):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for step in range(10):
        optimizer.zero_grad()
        value = loss(model, family, head, [range(4), range(4, 8)][step % 2])
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return torch.tensor(losses)


def adapter(family, head, method, targets, seed):
    """An adapter moved off its start, saved by peft, loaded from there."""
    task = {"sequenceClassification": "SEQ_CLS", "questionAnswering": "QUESTION_ANS"}[head]
    model = get_peft_model(build(family, head, out / family), LoraConfig(
        task_type=task, r=3, lora_alpha=6, target_modules=targets, use_dora=method == "dora"))
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for _, p in sorted(model.named_parameters()):
            if p.requires_grad:
                p.add_(torch.randn(p.shape, generator=g) * 0.1)
    folder = out / f"{family}-{method}"
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = family
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))
    return PeftModel.from_pretrained(build(family, head, out / family), folder, is_trainable=True)


names = {}
for number, (family, (name, options)) in enumerate(families.items()):
    tensors = {}
    names[family] = {}
    for place, head in enumerate(heads):
        torch.manual_seed(100 * number + place)
        model = build(family, head)
        shake(model, 100 * number + place, 0.15)
        state = saved(model)
        names[family][head] = named(model)
        if head == "none":
            state = {f"{model.base_model_prefix}.{key}": value for key, value in state.items()}
        else:
            state = {key: value for key, value in state.items() if key not in tensors}
        tensors.update(state)
    folder = out / family
    folder.mkdir()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = build(family, "sequenceClassification").config.to_diff_dict()
    config["architectures"] = [name + heads["sequenceClassification"]]
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")

    results = {}
    for head in heads:
        model = build(family, head, folder)
        with torch.no_grad():
            results[f"{head}.logits"] = torch.cat([rows(model, family, i) for i in range(8)])
        if head in trained:
            value = loss(model, family, head, range(8))
            value.backward()
            results[f"{head}.loss"] = value.detach().reshape(1)
            for key, p in model.named_parameters():
                if p.grad is not None:
                    results[f"{head}.grad.{key}"] = p.grad.clone()
    if family in ("bert", "roberta"):
        head, methods, targets = "questionAnswering", ["lora", "dora"], ["query", "value"]
        results["full.losses"] = train(build(family, head, folder), family, head, 1e-3)
    else:
        head, methods = "sequenceClassification", ["lora"]
        targets = ["q_lin", "v_lin"] if family == "distilbert" else ["query", "value"]
    for method in methods:
        model = adapter(family, head, method, targets, 1000 + number).eval()
        with torch.no_grad():
            results[f"{method}.logits"] = torch.cat([rows(model, family, i) for i in range(8)])
        results[f"{method}.losses"] = train(model, family, head, 1e-2)
    if family == "roberta":
        with torch.no_grad():
            results["padded.logits"] = torch.cat([
                rows(build(family, "none", folder), family, i, padded) for i in range(2)])
    save_file({k: v.contiguous() for k, v in results.items()}, out / f"{family}.safetensors")
    print(family, {
        k: [round(x, 4) for x in v.tolist()] for k, v in results.items() if "losses" in k})

# XLM-RoBERTa: the same weights under its own classes.
families["xlm-roberta"] = ("XLMRoberta", families["roberta"][1])
xlm = out / "xlm-roberta"
xlm.mkdir()
shutil.copy(out / "roberta" / "model.safetensors", xlm)
config = json.loads((out / "roberta" / "config.json").read_text())
config.update(model_type="xlm-roberta", architectures=["XLMRobertaForSequenceClassification"])
(xlm / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
results = {}
names["xlm-roberta"] = {}
for head in heads:
    model = build("xlm-roberta", head, xlm)
    names["xlm-roberta"][head] = named(model)
    with torch.no_grad():
        results[f"{head}.logits"] = torch.cat([rows(model, "xlm-roberta", i) for i in range(8)])
save_file(results, out / "xlm-roberta.safetensors")
(xlm / "model.safetensors").unlink()
(out / "names.json").write_text(json.dumps(names, sort_keys=True) + "\n")
