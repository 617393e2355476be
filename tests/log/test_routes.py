"""The log at its public addresses, as programs of others read it."""

import base64

import pytest

from signon.log import notes, tiles, tree
from tests.factories import a_paper, an_endorsement
from tests.log.scene import advance, said, signed
from tests.support.clients import Browser
from tests.support.databases import on_one_database


def signed_three() -> None:
    paper = a_paper()
    for _ in range(3):
        an_endorsement(paper)
    advance()


def test_whoever_has_the_tiles_comes_to_the_root_that_was_signed(client: Browser) -> None:
    signed_three()

    note = client.get("/log/checkpoint").text
    size = signed()[0].size
    tile = client.get(f"/log/tile/0/000.p/{size}").get_data()
    peaks: list[bytes] = []
    for number, leaf in enumerate(tiles.hashes(tile)):
        tree.grow(peaks, number, leaf)

    assert size == 4
    assert base64.b64encode(tree.root_of_edge(peaks)).decode() == note.split("\n")[2]
    bundle = client.get(f"/log/tile/entries/000.p/{size}").get_data()
    assert [tree.leaf_hash(one) for one in entries(bundle)] == tiles.hashes(tile)
    assert len(entries(bundle)) == len(said())


def entries(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return found


def test_each_answer_says_how_long_it_may_be_kept(client: Browser) -> None:
    signed_three()

    kept = {
        path: client.get(path).headers["Cache-Control"]
        for path in ("/log/checkpoint", "/log/key", "/log/tile/0/000.p/4")
    }

    assert kept == {
        "/log/checkpoint": "public, no-cache",
        "/log/key": "public, max-age=86400",
        "/log/tile/0/000.p/4": "public, max-age=31536000, immutable",
    }
    assert "Set-Cookie" not in client.get("/log/key").headers


def test_a_part_of_a_tile_stays_what_it_was_as_the_log_grows(client: Browser) -> None:
    signed_three()

    part, whole = (client.get(f"/log/tile/0/000.p/{n}").get_data() for n in (2, 4))

    assert part == whole[:64]


@pytest.mark.parametrize(
    "path",
    [
        "/log/tile/0/000",
        "/log/tile/0/000.p/5",
        "/log/tile/0/001.p/1",
        "/log/tile/1/000.p/1",
        "/log/tile/entries/000",
        "/log/tile/entries/001.p/1",
        "/log/tile/0/x999/x999/x999/x999/999",
        "/log/tile/0/000/../000",
        "/log/tile/%00",
        "/log/tile/",
        "/papers/ten-doors/signatories.proof.json?since=0",
        "/papers/ten-doors/signatories.proof.json?since=5",
        "/papers/ten-doors/signatories.proof.json?since=-1",
        "/papers/ten-doors/signatories.proof.json?since=1e3",
        "/papers/ten-doors/signatories.proof.json?since=",
        "/papers/ten-doors/signatories/nobody.proof.json",
        "/papers/ten-doors/signatories/%00.proof.json",
        "/papers/nothing/signatories.proof.json",
    ],
)
def test_what_is_not_there_is_not_found(client: Browser, path: str) -> None:
    signed_three()

    assert client.get(path).status_code == 404


def test_before_the_log_is_begun_there_is_no_checkpoint_and_no_proof(client: Browser) -> None:
    row = an_endorsement(a_paper())

    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/tile/0/000.p/1").status_code == 404
    for path in ("signatories.proof.json", f"signatories/{row.public_id}.proof.json"):
        answer = client.get(f"/papers/ten-doors/{path}")
        assert answer.status_code == 404
        assert "ask again in a minute" in answer.text


@on_one_database
def test_the_list_and_its_entries_offer_their_proofs(client: Browser) -> None:
    row = an_endorsement(a_paper())
    advance()
    proof = f"/papers/ten-doors/signatories/{row.public_id}.proof.json"

    assert (
        "/papers/ten-doors/signatories.proof.json"
        in client.get("/en/papers/ten-doors/signatories").text
    )
    assert proof in client.get(f"/en/papers/ten-doors/signatories/{row.public_id}").text
    assert client.get(proof).status_code == 200


@on_one_database
def test_the_key_has_the_name_of_the_log(client: Browser) -> None:
    signed_three()

    assert client.get("/log/key").text.startswith("signon.test/log+")
    assert signed()[0].origin == "signon.test/log"
    assert notes.ED25519 == b"\x01"
