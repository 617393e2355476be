"""Prove what a proof file of a Signon says: python3 verify_list.py KEY FILE [LATER]
KEY is the word at /log/key of the site. LATER is a proof of the same list, fetched with ?since= and
the size that FILE is said to have here: then nobody left the list without a leaf that says so."""
import base64, hashlib, hmac, json, sys
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, RFC 8032
D, J = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
def need(is_so, words):
    return is_so or sys.exit(f"NOT PROVEN: {words}")
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def point(octets):
    sign, y = divmod(int.from_bytes(octets, "little"), 2**255)
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    roots = [r for r in (x, -x % P, x * J % P, -x * J % P) if (r * r % P, r % 2) == (xx, sign)]
    return need(roots and y < P, "the signature is malformed") and (roots[0], y)
def add(a, b):
    t = D * a[0] * b[0] * a[1] * b[1]
    x, y = a[0] * b[1] + a[1] * b[0], a[1] * b[1] + a[0] * b[0]
    return x * pow(1 + t, -1, P) % P, y * pow(1 - t, -1, P) % P
def times(n, a):
    return (0, 1) if not n else add(times(n - 1, a), a) if n & 1 else times(n // 2, add(a, a))
def is_signed(key, text, signed):
    h = int.from_bytes(hashlib.sha512(signed[:32] + key + text).digest(), "little") % Q
    s, base = int.from_bytes(signed[32:], "little"), (4 * pow(5, -1, P) % P).to_bytes(32, "little")
    return s < Q and times(s, point(base)) == add(point(signed[:32]), times(h, point(key)))
def whole(edge):  # the root of a tree that falls into these complete ones
    return edge[0] if len(edge) == 1 else sha(b"\1", edge[0], whole(edge[1:]))
def check(name, _, key, file):
    proof, key = json.load(open(file, encoding="utf-8")), base64.b64decode(key)[1:]
    (text, ends), leaf = proof["checkpoint"].split("\n\n"), proof["leaf"]
    ours = [base64.b64decode(end.split()[2])[4:] for end in ends.splitlines() if f" {name} " in end]
    need(any(is_signed(key, f"{text}\n".encode(), one) for one in ours), "no such signature")
    (origin, size, root), said = text.split("\n"), json.loads(leaf["entry"])
    found = sha(b"\0", leaf["entry"].encode())
    for side, one in zip(leaf["sides"], map(bytes.fromhex, leaf["proof"])):
        found = sha(b"\1", one, found) if side == "L" else sha(b"\1", found, one)
    need((origin, found) == (name, base64.b64decode(root)), "the log has no such leaf")
    lines = dict.fromkeys(proof["gone"], "(has left since)")
    for one in proof["lines"]:
        made = hmac.new(bytes.fromhex(one["salt"]), one["line"].encode(), "sha256").hexdigest()
        lines[made] = json.loads(one["line"])["name"]
    digest = sha(*(f"{one}\n".encode() for one in sorted(lines))).hex()
    need(digest == said.get("digest") or [*lines] == [said.get("after")], "the lines are others")
    print(f"Proven, {said['time']}, size {size}:", *sorted(lines.values()), sep="\n  ")
    return int(size), found, said["list"], lines, proof.get("since")
def compare(old, new):
    (size, root, name, standing, _), edge = old, [*map(bytes.fromhex, new[4]["edge"])]
    need(len(edge) == bin(size).count("1") and whole(edge) == root, "LATER is of another log")
    for at, entry in enumerate(new[4]["entries"], size):
        edge, said = [*edge, sha(b"\0", entry.encode())], json.loads(entry)
        while at & 1:
            edge, at = [*edge[:-2], sha(b"\1", *edge[-2:])], at >> 1
        if said.get("list") == name and said["kind"] != "list":
            gone, standing[said.get("after")] = standing.pop(said.get("before"), ""), ""
            print(said["kind"], said.get("reason", ""), gone)
    need(whole(edge) == new[1] and {*standing} - {None} == {*new[3]}, "LATER hides a change")
if __name__ == "__main__":
    files = [check(*sys.argv[1].split("+", 2), file) for file in sys.argv[2:4]]
    len(files) < 2 or (need(files[1][4], "LATER lacks ?since=") and compare(*files))
