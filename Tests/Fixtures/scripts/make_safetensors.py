"""Writes the files that SafetensorsTests compare with, by the Python package itself.

Made with safetensors 0.8.0, torch 2.15.0. Run: python make_safetensors.py
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

out = Path(__file__).resolve().parent.parent / "safetensors"
out.mkdir(exist_ok=True)


def tensors(dtype):
    """Names in no order, a scalar, an empty tensor, names that JSON must escape."""
    def values(*shape):
        count = 1
        for n in shape:
            count *= n
        return ((torch.arange(count) - 3) * 0.37).reshape(shape).to(dtype)

    return {
        "layer.weight": values(3, 5),
        "layer.bias": values(3),
        "Zoë \"quoted\"\\\n": values(2, 1, 2),
        "scalar": values(),
        "empty": values(0, 4),
        "A": values(1),
    }


for name, dtype in [("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16)]:
    save_file(tensors(dtype), out / f"{name}.safetensors", metadata={"format": "pt"})
save_file({}, out / "none.safetensors")
save_file(
    {
        "a": torch.tensor([True, False, True]),
        "b": torch.tensor([1.5, -2.0]),
        "c": torch.tensor([1, 2], dtype=torch.int64),
        "d": torch.tensor([0.5], dtype=torch.float16),
        "e": torch.tensor([3.0, 4.0, 5.0], dtype=torch.bfloat16),
        "f": torch.tensor([7], dtype=torch.uint8),
    },
    out / "mixed.safetensors",
)
