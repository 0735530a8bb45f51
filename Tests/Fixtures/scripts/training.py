"""Makes Tests/Fixtures/training/*.json: what torch, transformers and scipy say of schedules,
optimizers, gradient clipping and statistics.

Run from the package root with torch, transformers and scipy installed:
    python Tests/Fixtures/scripts/training.py
"""

import json
import pathlib

import numpy
import scipy
import scipy.special
import scipy.stats
import torch
import transformers

torch.set_num_threads(1)
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "training"
VERSIONS = {
    "torch": torch.__version__,
    "transformers": transformers.__version__,
    "scipy": scipy.__version__,
}


def write(name, content):
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps({"versions": VERSIONS, **content}, indent=1)
    (FOLDER / name).write_text(text + "\n")


def schedules():
    makers = {
        "linear": transformers.get_linear_schedule_with_warmup,
        "cosine": transformers.get_cosine_schedule_with_warmup,
    }
    cases = []
    for name in ["linear", "constant", "cosine"]:
        for warmup, total in [(0, 7), (3, 11), (1, 2), (5, 5), (6, 4)]:
            parameter = torch.nn.Parameter(torch.zeros(1))
            optimizer = torch.optim.SGD([parameter], lr=1.0)
            if name == "constant":
                schedule = transformers.get_constant_schedule_with_warmup(optimizer, warmup)
            else:
                schedule = makers[name](optimizer, warmup, total)
            factors = []
            for _ in range(total):
                factors.append(optimizer.param_groups[0]["lr"])
                optimizer.step()
                schedule.step()
            cases.append(
                {"schedule": name, "warmup": warmup, "total": total, "factors": factors}
            )
    write("schedules.json", {"cases": cases})


def optimizers():
    generator = torch.Generator().manual_seed(7)
    count, steps = 37, 6
    start = torch.randn(count, generator=generator)
    gradients = torch.randn(steps, count, generator=generator)
    gradients[:, 0] = 0
    gradients *= torch.logspace(-4, 1, count)
    rates = [1e-3, 2e-3, 3e-3, 2e-3, 1e-3, 5e-4]
    cases = []
    for name, kind in [("adamw", torch.optim.AdamW), ("adam", torch.optim.Adam)]:
        for decay, betas, epsilon in [
            (0.0, (0.9, 0.999), 1e-8),
            (0.1, (0.9, 0.999), 1e-8),
            (0.01, (0.8, 0.95), 1e-4),
        ]:
            parameter = torch.nn.Parameter(start.clone())
            optimizer = kind([parameter], lr=1, betas=betas, eps=epsilon, weight_decay=decay)
            values = []
            for step in range(steps):
                optimizer.param_groups[0]["lr"] = rates[step]
                parameter.grad = gradients[step].clone()
                optimizer.step()
                values.append(parameter.detach().tolist())
            cases.append(
                {
                    "optimizer": name,
                    "weight_decay": decay,
                    "beta1": betas[0],
                    "beta2": betas[1],
                    "epsilon": epsilon,
                    "values": values,
                }
            )
    write(
        "optimizers.json",
        {
            "start": start.tolist(),
            "gradients": gradients.tolist(),
            "rates": rates,
            "cases": cases,
        },
    )


def statistics():
    mcnemar = []
    for b, c in [(0, 0), (1, 0), (5, 0), (6, 0), (3, 9), (9, 3), (10, 10), (17, 30), (250, 300), (4, 900)]:
        p = scipy.stats.binomtest(b, b + c).pvalue if b + c else 1.0
        mcnemar.append({"b": b, "c": c, "p": float(p)})
    t_tests = []
    generator = numpy.random.default_rng(3)
    for size in [2, 3, 5, 12]:
        for shift in [0.0, 0.3, 4.0]:
            first = generator.normal(size=size) + shift
            second = generator.normal(size=size)
            result = scipy.stats.ttest_rel(first, second)
            t_tests.append(
                {
                    "differences": (first - second).tolist(),
                    "t": float(result.statistic),
                    "df": int(result.df),
                    "p": float(result.pvalue),
                }
            )
    beta = []
    for a in [0.5, 1, 2.5, 40, 1000]:
        for b in [0.5, 1, 7, 300]:
            for x in [0.0, 1e-6, 0.1, 0.5, 0.77, 0.999, 1.0]:
                beta.append({"a": a, "b": b, "x": x, "value": float(scipy.special.betainc(a, b, x))})
    student = []
    for df in [1, 2, 4, 9, 100]:
        for t in [0.0, 0.01, 0.7, 1.96, 5.0, 40.0]:
            student.append({"df": df, "t": t, "p": float(2 * scipy.stats.t.sf(t, df))})
    write(
        "statistics.json",
        {"mcnemar": mcnemar, "t_tests": t_tests, "incomplete_beta": beta, "student": student},
    )


schedules()
optimizers()
statistics()
