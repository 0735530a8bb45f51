"""Makes Tests/Fixtures/decoders with transformers and peft.

Made with torch 2.15.0, transformers 5.24.0, peft 0.21.2, safetensors 0.8.0.
Run: python make_decoders.py

Every reference runs one unpadded sequence at a time. FAMILY.safetensors holds the logits of all
sequences one after the other, the mean next-token loss over all of them, its gradient for every
trained weight ("grad.NAME"), and the losses of ten AdamW steps over two alternating batches;
FAMILY-lora and FAMILY-dora the same for an adapter. inputs.json holds the sequences, the prompts and
their greedy continuations; frequencies.json the inverse frequencies of real models' settings.
"""

import json
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from transformers import (
    AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, Qwen2Config,
    Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM)
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

torch.set_num_threads(1)
out = Path(__file__).resolve().parent.parent / "decoders"
out.mkdir(exist_ok=True)

generator = torch.Generator().manual_seed(11)
draw = lambda n: torch.randint(0, 72, (n,), generator=generator).tolist()
sequences = [draw(n) for n in (7, 1, 12, 5, 9)]
batches = [[0, 1], [2, 3, 4]]
prompts = [draw(n) for n in (1, 6, 13)]

rotary = dict(
    vocab_size=72, hidden_size=24, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, intermediate_size=28, max_position_embeddings=40,
    attention_dropout=0.0, bos_token_id=None, eos_token_id=None)
families = {
    "gpt2": (GPT2LMHeadModel, GPT2Config(
        vocab_size=72, n_embd=24, n_layer=2, n_head=4, n_positions=40, n_inner=36,
        embd_pdrop=0.0, attn_pdrop=0.0, resid_pdrop=0.0, bos_token_id=None, eos_token_id=None),
        torch.float32),
    "llama": (LlamaForCausalLM, LlamaConfig(
        **rotary, head_dim=8, attention_bias=True, mlp_bias=True, tie_word_embeddings=False,
        rope_parameters=dict(
            rope_type="llama3", rope_theta=100.0, factor=4.0, low_freq_factor=1.0,
            high_freq_factor=4.0, original_max_position_embeddings=48)), torch.bfloat16),
    "qwen2": (Qwen2ForCausalLM, Qwen2Config(
        **rotary, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=1000000.0)), torch.bfloat16),
    "qwen3": (Qwen3ForCausalLM, Qwen3Config(
        **rotary, head_dim=8, tie_word_embeddings=False,
        rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=2.5)), torch.float16),
}
# Such that greedy continuations are no single token repeated.
seeds = {"gpt2": 25, "llama": 21, "qwen2": 20, "qwen3": 20}
continuations = {}


def shake(model, seed, deviation):
    """No weight stays at a special value, so that no error hides behind a zero or a one."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for _, p in sorted(model.named_parameters()):
            if p.requires_grad:
                p.add_(torch.randn(p.shape, generator=g) * deviation)


def plain(name):
    return name.replace("base_model.model.", "").replace(".default", "").replace(
        "lora_magnitude_vector.weight", "lora_magnitude_vector")


def loss_of(model, rows):
    """The mean over all labels of the rows, one row at a time."""
    total, count = 0.0, 0
    for row in rows:
        ids = torch.tensor([sequences[row]])
        logits = model(ids).logits[0, :-1]
        total = total + torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum")
        count += len(sequences[row]) - 1
    return total / count


def logits_of(model):
    with torch.no_grad():
        return torch.cat([model(torch.tensor([s])).logits[0] for s in sequences]).contiguous()


def measure(model, name, lr, **others):
    model.eval()  # dropout is 0: the same arithmetic
    model.zero_grad()
    tensors = {"logits": logits_of(model), **others}
    loss = loss_of(model, range(len(sequences)))
    loss.backward()
    tensors["loss"] = loss.detach().reshape(1)
    for key, p in model.named_parameters():
        if p.requires_grad:
            tensors["grad." + plain(key)] = p.grad.clone()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for step in range(10):
        optimizer.zero_grad()
        loss = loss_of(model, batches[step % 2])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    tensors["losses"] = torch.tensor(losses)
    save_file(tensors, out / f"{name}.safetensors")
    print(name, [round(x, 4) for x in losses])


def fresh(name, **changes):
    return AutoModelForCausalLM.from_pretrained(
        out / name, dtype=torch.float32, attn_implementation="eager", **changes).eval()


def greedy(model, prompt):
    """24 tokens, and the least distance between the two best logits on the way."""
    result = model.generate(
        torch.tensor([prompt]), max_new_tokens=24, do_sample=False, eos_token_id=None,
        pad_token_id=0, attention_mask=torch.ones((1, len(prompt)), dtype=torch.long),
        output_logits=True, return_dict_in_generate=True)
    best = torch.stack(result.logits)[:, 0].topk(2).values
    margin = (best[:, 0] - best[:, 1]).min().item()
    return result.sequences[0, len(prompt):].tolist(), margin


def adapted(name, method, seed, **options):
    """An adapter moved off its start, saved by peft, loaded from there."""
    folder = out / f"{name}-{method}"
    model = get_peft_model(fresh(name), LoraConfig(task_type="CAUSAL_LM", **options))
    shake(model, seed, 0.1)
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = folder / "adapter_config.json"
    saved = json.loads(config.read_text())
    saved["base_model_name_or_path"] = name
    config.write_text(json.dumps(saved, indent=2, sort_keys=True))
    return PeftModel.from_pretrained(fresh(name), folder, is_trainable=True)


for name, (cls, config, dtype) in families.items():
    torch.manual_seed(0)
    model = cls(config)
    shake(model, seeds[name], 0.25)
    model.to(dtype).save_pretrained(out / name)
    (out / name / "generation_config.json").unlink(missing_ok=True)
    model = fresh(name)
    found = [greedy(model, prompt) for prompt in prompts]
    print(name, "least margin", min(m for _, m in found), "tokens", [len(set(t)) for t, _ in found])
    assert min(m for _, m in found) > 1e-3 and min(len(set(t)) for t, _ in found) > 4
    continuations[name] = [tokens for tokens, _ in found]
    others = {}
    if name == "gpt2":
        others["logits.scaled"] = logits_of(
            fresh(name, scale_attn_by_inverse_layer_idx=True, scale_attn_weights=False))
    measure(model, name, 1e-3, **others)

for name, targets in {"gpt2": ["c_attn"], "qwen2": ["q_proj", "v_proj"]}.items():
    common = dict(r=3, lora_alpha=6)
    measure(adapted(name, "lora", 31, target_modules=targets, **common), f"{name}-lora", 1e-2)
    measure(
        adapted(name, "dora", 32, target_modules="all-linear", use_dora=True, **common),
        f"{name}-dora", 1e-2)

(out / "inputs.json").write_text(json.dumps(
    {"ids": sequences, "prompts": prompts, "greedy": continuations}) + "\n")

settings = {
    "llama-2": dict(head_dim=128, rope_parameters=dict(rope_type="default", rope_theta=10000.0)),
    "llama-3.1": dict(head_dim=128, max_position_embeddings=131072, rope_parameters=dict(
        rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0,
        high_freq_factor=4.0, original_max_position_embeddings=8192)),
    "llama-3.2": dict(head_dim=64, max_position_embeddings=131072, rope_parameters=dict(
        rope_type="llama3", rope_theta=500000.0, factor=32.0, low_freq_factor=1.0,
        high_freq_factor=4.0, original_max_position_embeddings=8192)),
    "qwen2.5": dict(head_dim=64, rope_parameters=dict(rope_type="default", rope_theta=1000000.0)),
    "linear": dict(head_dim=80, rope_parameters=dict(
        rope_type="linear", rope_theta=10000.0, factor=4.0)),
}
frequencies = {}
for name, setting in settings.items():
    rope = LlamaRotaryEmbedding(LlamaConfig(**setting))
    assert rope.attention_scaling == 1.0
    frequencies[name] = {"config": setting, "values": rope.inv_freq.tolist()}
(out / "frequencies.json").write_text(json.dumps(frequencies) + "\n")
