"""The widgets: small, for everyone, and what they say is what NumPy says."""

import base64
import gzip
import json
import re

import numpy as np
import pytest

from lmcore import stable_softmax
from lmcore.analysis.vectors import unit_rows
from tests.book.browser import HTML, SIZES, Watch, go_to, hold_still, read
from tests.book.sources import BOOK, pages

FOLDER = BOOK / "_extra/widgets"
SHARED = ("controls", "drawing")
SCRIPTS = {file.stem for file in FOLDER.glob("*.js")} - set(SHARED)
PLACES = [
    (name, widget)
    for name, text in pages().items()
    for widget in re.findall(r"^```\{widget\} (\S+)$", text, re.MULTILINE)
]
HEAVIEST = 60_000  # bytes, gzip: the scripts, the style sheet and the data of one widget
# The explorer is about its two models, and has larger ones: its page weighs what a page may.
HEAVIER = {("explorer", "next-character"): 130_000}


def data_of(page: str, widget: str) -> str:
    """What the cells of a built page have made for a widget, as JSON; empty where it needs none."""
    found = re.search(
        rf'<script type="application/json" id="{widget}-(?:data|model)">(.*?)</script>',
        read(f"book/{page}.html"), re.DOTALL,
    )  # fmt: skip
    return found[1] if found else ""


def unpacked(packed: dict) -> np.ndarray:
    levels = np.frombuffer(base64.b64decode(packed["levels"]), np.int8)
    return levels.reshape(packed["shape"]) * packed["scale"]


def find(page, origin: str, name: str, widget: str):
    return go_to(page, origin, name).locator(f"[data-widget={widget}]")


def words_of(page: str) -> str:
    """What a built page says, tables included."""
    return re.sub(r"<[^>]*>", " ", read(f"book/{page}.html"))


def status(widget) -> str:
    return widget.locator("p[role=status]").inner_text()


# ---- all widgets ----


def test_every_widget_is_on_a_page():
    assert {widget for _, widget in PLACES} == SCRIPTS


@pytest.mark.parametrize("widget", sorted(SCRIPTS | set(SHARED)))
def test_a_widget_fetches_nothing(widget):
    script = (FOLDER / f"{widget}.js").read_text()
    script = script.replace("http://www.w3.org/2000/svg", "")  # the name of a namespace
    assert not re.search(r"\bfetch\(|XMLHttpRequest|import\b.*from|https?:|\bsetInterval", script)


@pytest.mark.parametrize("name, widget", PLACES)
def test_a_widget_is_light_with_its_data(browser, name, widget):
    files = [FOLDER / f"{script}.js" for script in (*SHARED, widget)] + [FOLDER / "widgets.css"]
    parts = [*(file.read_bytes() for file in files), data_of(name, widget).encode()]
    limit = HEAVIER.get((name, widget), HEAVIEST)
    assert sum(len(gzip.compress(part)) for part in parts) < limit


@pytest.mark.parametrize("name, widget", PLACES)
def test_a_widget_says_its_state_and_shows_where_the_keys_go(page, origin, name, widget):
    watch = Watch(page, origin)
    found = find(page, origin, name, widget)
    assert found.locator("[role=status], [aria-live=polite]").first.inner_text().strip()
    controls = found.locator(":is(input, button, select, textarea):visible")
    page.keyboard.press("Tab")  # from now on focus is shown
    for control in controls.all():
        control.focus()
        outline = control.evaluate("node => getComputedStyle(node).outline")
        assert re.search(r"[23]px", outline) and "solid" in outline, control
    assert controls.count() >= 1
    assert watch.troubles == []


@pytest.mark.parametrize("name, widget", PLACES)
def test_a_widget_fits_a_phone_and_can_be_touched(page, origin, name, widget):
    page.set_viewport_size(SIZES["phone"])
    found = find(page, origin, name, widget)
    hold_still(page)
    assert found.evaluate("node => node.scrollWidth <= node.clientWidth")
    for control in found.locator(":is(button, input, select):visible").all():
        assert control.bounding_box()["height"] >= 13, "a finger does not hit it"
    svg = found.locator("svg")
    assert all(drawing.bounding_box()["width"] > 250 for drawing in svg.all())
    page.set_viewport_size(SIZES["desktop"])


@pytest.mark.parametrize("name, widget", PLACES)
def test_nothing_in_a_widget_moves_for_readers_who_want_it_still(page, origin, name, widget):
    page.emulate_media(reduced_motion="reduce")
    found = find(page, origin, name, widget)
    moving = """node => [...node.querySelectorAll(".widget-body *")].filter((part) => {
        const style = getComputedStyle(part);
        return parseFloat(style.transitionDuration) > 0 && style.transitionProperty === "transform"
            || style.animationName !== "none";
    }).length"""
    assert found.evaluate(moving) == 0


@pytest.mark.parametrize("name, widget", PLACES)
def test_a_widget_works_from_a_file(browser, name, widget):
    context = browser.new_context()
    page = context.new_page()
    page.goto((HTML / f"book/{name}.html").as_uri())
    assert page.locator(f"[data-widget={widget}] .widget-body").count() == 1
    context.close()


@pytest.mark.parametrize("name, widget", PLACES)
def test_without_scripts_the_caption_says_what_would_be_there(browser, origin, name, widget):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    caption = find(page, origin, name, widget).locator(".widget-caption")
    assert len(caption.inner_text()) > 30
    context.close()


# ---- each of them ----


def probabilities(widget) -> list[str]:
    return widget.locator("tbody tr td:last-child").all_inner_texts()


def test_softmax_widget_by_keyboard(page, origin):
    widget = find(page, origin, "softmax-temperature", "softmax-temperature")
    assert probabilities(widget) == ["63.6%", "23.4%", "8.6%", "3.2%", "1.2%"]
    dial = widget.get_by_label("Temperature T")
    dial.press("Home")
    assert probabilities(widget)[0] == "100.0%"
    assert "Entropy: 0.00 nats" in widget.inner_text()
    assert dial.get_attribute("aria-valuetext") == "0.050"
    dial.press("End")
    assert all(15 < float(p.rstrip("%")) < 26 for p in probabilities(widget))
    widget.get_by_role("button", name="Reset").press("Enter")
    logit = widget.get_by_label("Logit of banana")
    logit.press("End")
    assert logit.get_attribute("aria-valuetext") == "10.0"
    assert probabilities(widget)[4] == "99.9%"
    widget.get_by_role("button", name="Draw 20 tokens").press("Enter")
    drawn = widget.get_by_text("Drawn:").inner_text().split()[1:]
    assert len(drawn) == 20 and "banana" in drawn


def test_cross_entropy_widget_by_keyboard(page, origin):
    widget = find(page, origin, "cross-entropy", "cross-entropy")
    numbers = widget.locator("td")
    assert numbers.all_inner_texts()[:2] == ["0.6931", "1.0000"]
    widget.get_by_role("button", name="p = 0.0001").press("Enter")
    assert numbers.all_inner_texts() == ["9.2103", "13.2877", "10000", "-0.9999"]
    dial = widget.get_by_label("Probability of the right token")
    dial.press("End")
    assert numbers.all_inner_texts() == ["0.0000", "0.0000", "1", "0.0000"]
    dial.press("ArrowLeft")
    assert 0 < float(numbers.first.inner_text()) < 0.03


def network_expects(models: dict, text: str) -> np.ndarray:
    """The network's distribution after a text, computed here from the packed weights."""
    weights = {name: unpacked(layer) for name, layer in models["layers"].items()}
    ids = [models["vocabulary"].index(character) for character in text[-models["context"] :]]
    ids = [0] * (models["context"] - len(ids)) + ids
    x = weights["embedding"][ids].ravel()
    h = np.tanh(x @ weights["hidden"] + weights["hidden_bias"])
    return stable_softmax(h @ weights["output"] + weights["output_bias"])


def test_next_character_widget_by_keyboard(page, origin):
    models = json.loads(data_of("explorer", "next-character"))
    widget = find(page, origin, "explorer", "next-character")
    box = widget.get_by_label("Text so far")
    box.press("Control+a")
    page.keyboard.type("the kin")
    counting, network = widget.locator(".widget-panel").all()
    assert "“kin”" in counting.inner_text() and "“the␣kin”" in network.inner_text()

    characters, per_mille = models["table"]["kin"]
    assert counting.locator("th").first.inner_text() == characters[0]
    shown = float(counting.locator(".widget-number").first.inner_text().rstrip("%"))
    assert abs(shown - per_mille[0] / 10) < 0.1

    p = network_expects(models, "the kin")
    best = models["vocabulary"][int(p.argmax())]
    assert network.locator("th").first.inner_text() == best
    shown = float(network.locator(".widget-number").first.inner_text().rstrip("%"))
    assert abs(shown - 100 * p.max()) < 0.1

    network.get_by_role("button", name="Likeliest (network)", exact=True).press("Enter")
    assert box.input_value() == f"the kin{best}"
    counting.get_by_role("button", name="Draw 20 (counting)").press("Enter")
    assert len(box.input_value()) == len("the kin") + 21
    box.fill("xq")  # nothing in the text begins so: the table falls back
    assert "“xq”" not in counting.inner_text()
    box.fill("ﬂ")
    assert "never seen: ﬂ" in widget.inner_text()


def test_the_home_page_opens_with_a_network_to_type_to(page, origin):
    model = json.loads(data_of("introduction", "next-character"))
    widget = find(page, origin, "introduction", "next-character")
    box = widget.get_by_label("Text so far")
    for text in (model["start"], "the kin"):
        box.fill(text)
        p = network_expects(model, text)
        best = model["vocabulary"][int(p.argmax())]
        shown = re.search(r"Likeliest next: (.+) \((.+)%\)\.", status(widget))
        assert shown[1] == {" ": "space", "\n": "new line"}.get(best, best)
        assert abs(float(shown[2]) - 100 * p.max()) < 0.1
    widget.get_by_role("button", name="20 likeliest (network)").press("Enter")
    assert len(box.input_value()) == len("the kin") + 20


def test_the_home_page_has_its_widget_before_any_button_of_the_page(page, origin):
    go_to(page, origin, "introduction")
    order = page.evaluate(
        """() => [...document.querySelectorAll(
            "article h1, article .widget.hero, article .before-after, article .live-bar")]
            .map((node) => node.className || node.tagName)"""
    )
    assert order == ["H1", "widget hero", "before-after", "live-bar"]
    texts = page.locator(".before-after blockquote").all_inner_texts()
    assert len(texts) == 2 and len(set(texts)) == 2


def descended(rate: float, keep: float, steps: int = 60) -> np.ndarray:
    """The losses of gradient descent in the valley of the page, one more than steps."""
    steepness = np.array([1.0, 20.0])
    w, running, losses = np.array([-1.0, 0.3]), np.zeros(2), []
    for _ in range(steps + 1):
        losses.append((steepness * w**2).sum() / 2)
        running = keep * running + steepness * w
        w = w - rate * running
    return np.array(losses)


@pytest.mark.parametrize(
    "rate, keep, verdict",
    [
        (0.005, 0, "Too small"),
        (0.02, 0, "Too small"),
        (0.09, 0, "Right"),
        (0.1, 0, "Too large"),
        (0.105, 0, "Diverging"),
        (0.2, 0, "Diverging"),
        (0.09, 0.6, "Right"),
        (0.105, 0.6, "Right"),
        (0.2, 0.6, "Diverging"),
    ],
)
def test_learning_rate_widget_by_keyboard(page, origin, rate, keep, verdict):
    widget = find(page, origin, "how-a-network-learns", "learning-rate")
    for label, steps in {
        "Learning rate": round(rate / 0.005) - 1, "Momentum": round(keep / 0.05),
    }.items():  # fmt: skip
        dial = widget.get_by_label(label)
        dial.press("Home")
        for _ in range(steps):
            dial.press("ArrowRight")
    losses = descended(rate, keep)
    assert status(widget).startswith(f"{verdict}: ")
    shown = float(re.search(r"60 steps: loss (.+)\.$", status(widget))[1])
    assert shown == pytest.approx(losses[-1], rel=0.06)
    if verdict == "Right":
        arrived = int(np.argmax(losses < 0.01))
        assert f"below 0.01 after {arrived} steps" in status(widget)
        if rate == 0.09:  # the page says the same
            name = "momentum" if keep else "plain"
            assert re.search(rf"\b{name}\s+{arrived}\b", words_of("how-a-network-learns"))
    steps = widget.get_by_label("Steps shown")
    steps.press("Home")
    steps.press("ArrowRight")
    assert status(widget).endswith(f"After 1 step: loss {losses[1]:.3g}.")
    assert steps.get_attribute("aria-valuetext") == "1"


def xor_network(units: list[tuple[float, float]]) -> np.ndarray:
    """The probability of B after AA, AB, BA and BB."""
    points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) - 0.5
    angles, offsets = np.radians([a for a, _ in units]), np.array([d for _, d in units])
    normals = np.stack([np.cos(angles), np.sin(angles)])  # (2, units)
    h = np.tanh(6 * (points @ normals - offsets))  # (4, units)
    return 1 / (1 + np.exp(-4 * (h.sum(axis=1) - (len(units) - 1))))


def xor_says(widget) -> tuple[int, float]:
    shown = re.search(r"(\d)(?: of 4 right| are right), loss (\S+) nats", status(widget))
    return int(shown[1]), float(shown[2])


def right_and_loss(p: np.ndarray) -> tuple[int, float]:
    given = np.where([False, True, True, False], p, 1 - p)
    return int((given > 0.5).sum()), float(-np.log(given).mean())


def test_xor_widget_by_keyboard(page, origin):
    widget = find(page, origin, "hidden-layer", "xor")
    units = [widget.get_by_role("group", name=f"Unit {number}") for number in (1, 2)]
    places, goals = [[0, -0.15], [90, -0.15]], [(45, -0.35), (-135, -0.35)]
    assert xor_says(widget) == pytest.approx(right_and_loss(xor_network(places)), abs=6e-4)
    for unit, place, (angle, offset) in zip(units, places, goals, strict=True):
        for label, index, step, goal in [("Angle", 0, 5, angle), ("Offset", 1, 0.05, offset)]:
            dial = unit.get_by_label(label)
            presses = round((goal - place[index]) / step)
            for _ in range(abs(presses)):
                dial.press("ArrowRight" if presses > 0 else "ArrowLeft")
            place[index] = goal
            expected = right_and_loss(xor_network(places))
            assert xor_says(widget) == pytest.approx(expected, abs=6e-4)
    assert status(widget).startswith("Solved: all 4 are right")
    says = [float(p.rstrip("%")) for p in
            widget.locator("tbody td:nth-child(3)").all_inner_texts()]  # fmt: skip
    assert says == pytest.approx(100 * xor_network(places), abs=0.06)
    widget.get_by_label("Take unit 2 away").press("Space")
    assert xor_says(widget) == pytest.approx(right_and_loss(xor_network(places[:1])), abs=6e-4)
    assert "3 of 4 is the most it can do" in status(widget)
    assert units[1].get_by_label("Angle").is_disabled()


def test_no_single_unit_gets_more_than_three_of_four():
    every = [(angle, offset) for angle in range(-180, 181, 5)
             for offset in np.arange(-0.9, 0.95, 0.05)]  # fmt: skip
    assert max(right_and_loss(xor_network([unit]))[0] for unit in every) == 3


def test_xor_widget_by_pulling(page, origin):
    widget = find(page, origin, "hidden-layer", "xor")
    widget.scroll_into_view_if_needed()
    unit = widget.get_by_role("group", name="Unit 1")
    foot, tip = widget.locator("svg .widget-knob").all()[:2]

    def pull(knob, right: float, down: float) -> None:
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + right, y + down, steps=4)
        page.mouse.up()

    pull(foot, 60, 0)
    assert float(unit.get_by_label("Offset").input_value()) > 0.1
    pull(tip, -60, -60)
    assert 30 < float(unit.get_by_label("Angle").input_value()) < 150
    page.mouse.move(0, 0)  # let go: it stays
    assert float(unit.get_by_label("Offset").input_value()) > 0.1
    widget.get_by_role("button", name="Show a solution").press("Enter")
    assert status(widget).startswith("Solved")
    widget.get_by_role("button", name="Reset").press("Enter")
    assert "of 4 right" in status(widget)


def nearest(table: dict, b: str, a: str, c: str, *, leave_out: bool) -> list[tuple[str, float]]:
    """The words nearest to ``b - a + c``, from the vectors as they were packed."""
    words, rows = table["words"], unit_rows(unpacked(table["vectors"]))
    given = [words.index(word) for word in (b, a, c)]
    [goal] = unit_rows((rows[given[0]] - rows[given[1]] + rows[given[2]])[None])
    cosines = rows @ goal
    if leave_out:
        cosines[given] = -np.inf
    return [(words[i], cosines[i]) for i in np.argsort(-cosines, kind="stable")[:6]]


def test_analogy_widget_by_keyboard(page, origin):
    tables = json.loads(data_of("embedding-geometry", "analogy"))
    widget = find(page, origin, "embedding-geometry", "analogy")
    for table in tables:
        if len(tables) > 1:
            widget.get_by_label("Vectors").select_option(table["name"])
        for three in [*table["examples"], list(np.random.default_rng(0).choice(table["words"], 3))]:
            for label, word in zip(("Word", "minus", "plus"), three, strict=True):
                widget.get_by_label(label, exact=True).fill(word)
            for leave_out in (True, False):
                widget.get_by_label("Leave out the three given words").set_checked(leave_out)
                expected = nearest(table, *three, leave_out=leave_out)
                assert f"nearest is {expected[0][0]}" in status(widget)
                words = widget.locator("tbody th").all_inner_texts()
                assert [word.removesuffix(" (given)") for word in words] == [
                    word for word, _ in expected]  # fmt: skip
                cosines = [float(n) for n in widget.locator(".widget-number").all_inner_texts()]
                assert cosines == pytest.approx([cosine for _, cosine in expected], abs=0.006)
    widget.get_by_label("Word", exact=True).fill("xyzzy")
    assert "xyzzy" in status(widget) and "Not among" in status(widget)
    button = widget.locator(".widget-buttons button").first
    button.press("Enter")
    assert "nearest is" in status(widget)


def test_in_the_kingdom_king_minus_man_plus_woman_is_queen(page, origin):
    widget = find(page, origin, "embedding-geometry", "analogy")
    assert status(widget).startswith("king − man + woman: nearest is queen, cosine 0.9")
    title = widget.locator("svg title").text_content()
    assert "parallelogram" in title and "queen" in title


def test_training_scrubber_by_keyboard(page, origin):
    data = json.loads(data_of("embedding-visualization", "training-scrubber"))
    widget = find(page, origin, "embedding-visualization", "training-scrubber")
    hold_still(page)
    dial = widget.get_by_label("Training step")
    positions = """nodes => nodes.map(node => node.style.transform)"""
    seen = set()
    dial.press("Home")
    for i, (step, loss) in enumerate(zip(data["steps"], data["losses"], strict=True)):
        assert dial.get_attribute("aria-valuetext") == f"{step:,}"
        assert f"After {step:,} steps: validation loss {loss:.2f} nats" in status(widget)
        assert f"perplexity {np.exp(loss):.1f}" in status(widget)
        assert widget.locator(".widget-written").text_content() == data["texts"][i]
        seen.add(tuple(widget.locator(".widget-letter").evaluate_all(positions)))
        dial.press("ArrowRight")
    assert len(seen) == len(data["steps"])
    assert data["losses"][-1] < data["losses"][0] - 0.8
    assert widget.locator(".widget-letter").count() == len(data["letters"])
