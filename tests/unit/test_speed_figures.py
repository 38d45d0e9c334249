"""The arithmetic of `make bench`, and what it reads from others' logs."""

from __future__ import annotations

import pytest

from bench.speed.figures import TARGETS, around, median_ratio, percentile
from bench.speed.intact import problems
from bench.speed.page import BEGIN, END, NoMarks, put_into
from bench.speed.table import in_markdown, verdict
from bench.speed.training import computed, epochs_in

LOG = (
    "Epochs:   0%|          | 0/2 [00:00<?, ?it/s]\rEpochs:  50%|#####     | 1/2 [00:50<00:50, 50.1s/it, t_loss=5]\r"
    "Epochs: 100%|##########| 2/2 [01:30<00:00, 45.0s/it, t_loss=4]\rEpochs: 100%|##########| 2/2 [01:30<00:00, 45.0s/it]\n"
    "INFO Finished\nEpochs:   0%|          | 0/2 [00:00<?, ?it/s]\rEpochs:  50%|#####     | 1/2 [1:00:06<00:06, 6.1s/it]\r"
    "Epochs: 100%|##########| 2/2 [1:00:10<00:00, 5.0s/it]\n"
)
SENT = [("a", "my son drinks"), ("b", "is there one-to-one time?")]


def own(seq: int, message_id: str, text: str) -> dict[str, object]:
    return {"seq": seq, "in_reply_to": None, "text": text, "custom": {"kind": "own", "message_id": message_id}}


def told(seq: int, message_id: str | None, text: str) -> dict[str, object]:
    return {"seq": seq, "in_reply_to": message_id, "text": text, "custom": {"kind": "answer"}}


WHOLE = [
    told(1, None, "Hello."),
    own(2, *SENT[0]),
    told(3, "a", "I am sorry."),
    own(4, *SENT[1]),
    told(5, "b", "Yes, your son would."),
]
ANSWERED = [[WHOLE[2]], [WHOLE[4]]]


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 99) == 7
    with pytest.raises(ValueError):
        percentile([], 50)


def test_a_ratio_is_taken_within_each_round() -> None:
    # One round disturbed both by the same factor: the quotient of the medians would show it, the median of the ratios does not.
    assert median_ratio([10, 200, 10, 10], [20, 400, 20, 20]) == 0.5
    with pytest.raises(ValueError):
        median_ratio([1, 2], [1])


def test_a_place_in_a_conversation_is_the_messages_that_end_there() -> None:
    times = [float(number) for number in range(1, 101)]
    assert around(times, 10, 10) == 5.5
    assert around(times, 100, 10) == 95.5


@pytest.mark.parametrize(("name", "enough", "too_little"), [("rush", 8.0, 7.9), ("turn", 1 / 6, 0.17), ("two", 1.7, 1.69)])
def test_a_target_knows_which_way_is_better(name: str, enough: float, too_little: float) -> None:
    assert TARGETS[name].reached(enough) and not TARGETS[name].reached(too_little)
    assert verdict(name, too_little) == "NOT reached"


def test_seconds_of_an_epoch_leave_out_the_first() -> None:
    assert epochs_in(LOG) == [(90.0, 40.0), (3610.0, 4.0)]
    assert epochs_in("Epochs: 0%| | 0/1 [00:00<?, ?it/s]\rEpochs: 100%|#| 1/1 [02:03<00:00, 123.9s/it]") == [(123.0, 123.0)]
    training = computed(4000, 2, LOG)
    assert (training.seconds_per_epoch, training.computed) == (44, 4000 - 3700 + 4400)


def test_a_whole_conversation_has_no_problem() -> None:
    assert problems(SENT, ANSWERED, WHOLE, "son") == []


@pytest.mark.parametrize(
    ("replayed", "relation"),
    [
        (WHOLE, "daughter"),  # the context of another conversation
        ([*WHOLE, told(6, "b", "Yes, your son would.")], "son"),  # answered twice
        ([*WHOLE[:2], *WHOLE[3:]], "son"),  # an answer was lost
        ([WHOLE[0], *WHOLE[2:]], "son"),  # a message was lost
        ([*WHOLE, own(6, *SENT[1])], "son"),  # a message was taken twice
        ([*WHOLE, told(6, "c", "This is for somebody else.")], "son"),
        ([], "son"),
    ],
)
def test_a_broken_conversation_is_seen(replayed: list[dict[str, object]], relation: str) -> None:
    assert problems(SENT, ANSWERED, replayed, relation)


def test_figures_go_between_the_marks_and_nowhere_else() -> None:
    page = f"before {BEGIN} old {END} after"
    assert put_into(page, "new") == f"before {BEGIN}\nnew\n{END} after"
    assert put_into(put_into(page, "new"), "newer") == put_into(page, "newer")
    with pytest.raises(NoMarks):
        put_into("no marks", "new")


def test_the_table_says_what_was_not_reached() -> None:
    two = {"ratio": 1.5, "rate": {"one": 40.0, "two": 60.0}, "conversations": 10, "broken": 1}
    table = in_markdown({"two": two})
    assert "| 1.50 | ≥ 1.7 | NOT reached |" in table and "9 of 10" in table
