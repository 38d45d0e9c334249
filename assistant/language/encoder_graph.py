"""The MiniLM sentence encoder as an ONNX graph, made from its published weights.

Written by hand because the exporters need PyTorch (several GB) or a TensorFlow bridge that does not install beside
Rasa's pins. BERT is six equal layers, so the graph is short; `build.py` proves it equal to reference vectors before it
is quantised. The graph takes one message (or several of equal length), so it needs no attention mask.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from assistant.language.encoder import HIDDEN, READ_LAYERS

LAYERS, HEADS = 6, 12
EPSILON = 1e-12
FUSED = "com.microsoft"  # ONNX Runtime's fused transformer operators: half the time of the plain ones


class _Graph:
    """Collects nodes and weights; each method returns the name of its output."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str, value: np.ndarray | None = None) -> str:
        array = self.weights[name] if value is None else value
        self.tensors[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def node(self, op: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def dense(self, source: str, prefix: str, output: str) -> str:
        """A matrix product; the bias is left to the fused operator that follows."""
        kernel = self.weight(f"{prefix}.weight.T", self.weights[f"{prefix}.weight"].T)
        return self.node("MatMul", [source, kernel], output)

    def add_and_normalise(self, source: str, skip: str, norm: str, bias: str, output: str) -> str:
        inputs = [source, skip, self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias"), self.weight(bias)]
        return self.node("SkipLayerNormalization", inputs, output, FUSED, epsilon=EPSILON)

    def layer(self, source: str, index: int) -> str:
        at = f"encoder.layer.{index}"
        own = f"{at}.attention.self"
        parts = ("query", "key", "value")
        kernel = np.concatenate([self.weights[f"{own}.{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self.weights[f"{own}.{part}.bias"] for part in parts])
        packed = [source, self.weight(f"{own}.kernel", kernel), self.weight(f"{own}.bias", bias)]
        attended = self.node("Attention", packed, f"{at}.attended", FUSED, num_heads=HEADS)
        projected = self.dense(attended, f"{at}.attention.output.dense", f"{at}.projected")
        middle = self.add_and_normalise(
            projected,
            source,
            f"{at}.attention.output.LayerNorm",
            f"{at}.attention.output.dense.bias",
            f"{at}.middle",
        )
        wide = self.dense(middle, f"{at}.intermediate.dense", f"{at}.wide")
        gelu = self.node("BiasGelu", [wide, self.weight(f"{at}.intermediate.dense.bias")], f"{at}.gelu", FUSED)
        narrow = self.dense(gelu, f"{at}.output.dense", f"{at}.narrow")
        return self.add_and_normalise(narrow, middle, f"{at}.output.LayerNorm", f"{at}.output.dense.bias", f"{at}.out")


def build_encoder(weights_file: Path) -> onnx.ModelProto:
    """Return the float graph: `input_ids` (batch, tokens) int64 -> `layers` (batch, READ_LAYERS, 384), rows of length 1.

    Each row is the mean over all token outputs of one layer; the last is the sentence vector of the published model.
    The layers before it know more of single words, which a classifier can use. Raises `KeyError` when the file does not
    hold the MiniLM weights.
    """
    weights = {name: array for name, array in load_file(weights_file).items() if array.dtype == np.float32}
    graph = _Graph(weights)
    # Every message is one segment, so the segment embedding is a constant that the position table can carry.
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    words = graph.node("Gather", [graph.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
    length = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    zero = graph.weight("zero", np.array([0], dtype=np.int64))
    placed = graph.node("Slice", [graph.weight("positions", positions), zero, length, zero], "placed")
    summed = graph.node("Add", [words, placed], "summed")
    norm = "embeddings.LayerNorm"
    state = graph.node(
        "LayerNormalization",
        [summed, graph.weight(f"{norm}.weight"), graph.weight(f"{norm}.bias")],
        "embedded",
        epsilon=EPSILON,
    )
    pooled = []
    for index in range(LAYERS):
        state = graph.layer(state, index)
        if index >= LAYERS - READ_LAYERS:
            pooled.append(graph.node("ReduceMean", [state], f"pooled.{index}", axes=[1], keepdims=1))
    joined = graph.node("Concat", pooled, "joined", axis=1)
    graph.node("LpNormalization", [joined], "layers", axis=2, p=2)
    made = helper.make_graph(
        graph.nodes,
        "minilm",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("layers", TensorProto.FLOAT, ["batch", READ_LAYERS, HIDDEN])],
        list(graph.tensors.values()),
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)
