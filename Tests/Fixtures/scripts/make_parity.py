"""Makes Tests/Fixtures/parity with transformers and peft.

Made with torch 2.15.0, transformers 5.24.0, peft 0.21.2, safetensors 0.8.0.
Run: python make_parity.py [folder of all-MiniLM-L6-v2]

Each method's file holds the logits of all inputs, the gradient of the mean loss over all of them for
every trained weight ("grad.NAME"), and the losses of ten AdamW steps over two alternating halves.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification, BertModel

torch.set_num_threads(1)
out = Path(__file__).resolve().parent.parent / "parity"
out.mkdir(exist_ok=True)

config = BertConfig(
    vocab_size=100, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
    intermediate_size=64, max_position_embeddings=24, type_vocab_size=2, num_labels=2,
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)

generator = torch.Generator().manual_seed(7)
lengths = [7, 1, 12, 5, 24, 3, 9, 2]
# 0 is the padding id: torch keeps its row's gradient at zero, and packed text does not hold it.
ids = [torch.randint(1, 100, (n,), generator=generator).tolist() for n in lengths]
types = [[int(k >= n // 2) for k in range(n)] for n in lengths]
labels = [0, 1, 1, 0, 1, 0, 0, 1]
(out / "inputs.json").write_text(json.dumps({"ids": ids, "types": types, "labels": labels}) + "\n")


def batch(rows):
    """Padded, with a mask."""
    longest = max(len(ids[i]) for i in rows)
    pad = lambda values: torch.tensor([values[i] + [0] * (longest - len(values[i])) for i in rows])
    mask = torch.tensor([[1] * len(ids[i]) + [0] * (longest - len(ids[i])) for i in rows])
    return {
        "input_ids": pad(ids), "token_type_ids": pad(types), "attention_mask": mask,
        "labels": torch.tensor([labels[i] for i in rows])}


everything = batch(range(8))
halves = [batch(range(4)), batch(range(4, 8))]


def shake(model, seed, deviation):
    """No weight stays at a special value, so that no error hides behind a zero or a one."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for _, p in sorted(model.named_parameters()):
            p.add_(torch.randn(p.shape, generator=g) * deviation)


def plain(name):
    return name.replace("base_model.model.", "").replace(".default", "").replace(
        ".modules_to_save", "").replace("lora_magnitude_vector.weight", "lora_magnitude_vector")


def measure(model, name, lr):
    model.eval()  # dropout is 0: the same arithmetic
    model.zero_grad()
    result = model(**everything)
    result.loss.backward()
    tensors = {"logits": result.logits.detach().clone(), "loss": result.loss.detach().reshape(1)}
    for key, p in model.named_parameters():
        if p.requires_grad:
            tensors["grad." + plain(key)] = p.grad.clone()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for step in range(10):
        optimizer.zero_grad()
        loss = model(**halves[step % 2]).loss
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    tensors["losses"] = torch.tensor(losses)
    save_file(tensors, out / f"{name}.safetensors")
    print(name, [round(x, 4) for x in losses])


def fresh():
    return BertForSequenceClassification.from_pretrained(out / "tiny")


torch.manual_seed(0)
tiny = BertForSequenceClassification(config)
shake(tiny, 1, 0.15)
tiny.save_pretrained(out / "tiny")

measure(fresh(), "full", 1e-3)

frozen = fresh()
for key, p in frozen.named_parameters():
    p.requires_grad = key.startswith("classifier.")
measure(frozen, "freeze", 1e-2)


def adapted(name, seed, **options):
    """An adapter moved off its start, saved by peft, loaded from there."""
    base = fresh()
    model = get_peft_model(base, LoraConfig(task_type="SEQ_CLS", **options))
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, p in sorted(model.named_parameters()):
            if p.requires_grad:
                p.add_(torch.randn(p.shape, generator=g) * 0.1)
    model.save_pretrained(out / name)
    (out / name / "README.md").unlink(missing_ok=True)
    config_path = out / name / "adapter_config.json"
    saved = json.loads(config_path.read_text())
    saved["base_model_name_or_path"] = "tiny"
    config_path.write_text(json.dumps(saved, indent=2, sort_keys=True))
    return PeftModel.from_pretrained(fresh(), out / name, is_trainable=True)


measure(adapted("lora", 2, r=4, lora_alpha=8, target_modules=["query", "value"]), "lora", 1e-2)
measure(
    adapted("dora", 3, r=4, lora_alpha=8, target_modules=["query", "value"], use_dora=True),
    "dora", 1e-2)
measure(
    adapted(
        "patterns", 4, r=3, lora_alpha=5, use_rslora=True, target_modules="all-linear",
        rank_pattern={"intermediate.dense": 2, "0.attention.self.query": 5},
        alpha_pattern={r"layer\.1\..*": 9}, exclude_modules=["key"],
        modules_to_save=["pooler"]),
    "patterns", 1e-2)
measure(
    adapted(
        "regex", 5, r=2, lora_alpha=4, use_dora=True,
        target_modules=r".*1\.(attention\.self\.query|output\.dense)"),
    "regex", 1e-2)

torch.manual_seed(1)
mlm = BertForMaskedLM(config)
shake(mlm, 6, 0.15)
mlm.save_pretrained(out / "tiny-mlm")
mlm.eval()
rows = {k: v for k, v in everything.items() if k != "labels"}
with torch.no_grad():
    logits = mlm(**rows).logits
packed = torch.cat([logits[i, :n] for i, n in enumerate(lengths)])
save_file({"logits": packed.contiguous()}, out / "mlm.safetensors")

if len(sys.argv) > 1:
    model = BertModel.from_pretrained(sys.argv[1]).eval()
    g = torch.Generator().manual_seed(8)
    texts = [[101] + torch.randint(1000, 30000, (n,), generator=g).tolist() + [102]
             for n in (5, 62, 254, 17)]
    classifier = torch.randn((2, 384), generator=g) * 0.05
    tensors = {"classifier.weight": classifier}
    with torch.no_grad():
        for i, text in enumerate(texts):
            result = model(torch.tensor([text]))
            tensors[f"hidden.{i}"] = result.last_hidden_state[0, :, :8].contiguous()
            tensors[f"logits.{i}"] = (result.pooler_output @ classifier.T)[0]
    save_file(tensors, out / "minilm.safetensors")
    (out / "minilm.json").write_text(json.dumps({"ids": texts}) + "\n")
