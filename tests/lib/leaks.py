#!/usr/bin/env python3
"""leaks.py OLD NEW [--names] [--planted FILE]: does a redacted copy tell anything of OLD?

An independent judge of `cxbak redact`.  Everything that stands anywhere in OLD
(texts, attributes, comments, instructions, names of elements, names and
contents of members, comments and extra fields of the archive) is cut into
words.  A word of four letters or more, or of seven digits or more, must not
occur in NEW, unless the format itself uses it.  Shorter ones are left out: two
or three letters occur anywhere by chance, and numbers of up to six digits may
be extensions, which stay.  It is looked for in the file as it is, in every
member decoded, in names, comments and extra fields; as it stands and in small
letters, in base64, percent-encoded, with XML references, as JSON escapes it,
and in UTF-16.

So must no line of FILE occur in it, which tells secrets that OLD has in other
spellings: these lines are looked for whole, and so are the spellings that
percent-encoding, base64 and hexadecimal give them.

With --names the names of people and things in their own elements may stay.

Then NEW must still be the same system: as many users and groups, references
that say the same, and equal values where there were equal ones.
"""

import base64
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from xml.sax.saxutils import escape

# Words that the format uses for names of elements, properties and values; what
# the copy says of itself; and what it invents.
FORMAT = """
PhoneSystem header version Date TenantName license company contact email
adminemail reseller fqdn externalFqdn internalFqdn mailSettings mailServerType
mailServer mailFrom generalSettings webServerPort GlobalParameters gparam name
value Parameters Parameter Description Name Type Value Codecs Codec
SamplingRate RFCName Visibility Gateways VoipProvider Gateway Host Port Lines
Line Number DeniedIPs BlackListEntry IPAddr IPMask BlockType ExpiresAt Tenants
Tenant Properties TenantProperty DNProperty Hours HoursType BreakTime Range
From Groups Group Members Member IsPrimary role Roles allowToManageCompanyBook
allowToChangePresence canSeeGroupMembers canSeeGroupCalls showMyPresence
showMyPresenceOutside showMyCalls performOperations canBargeIn canIntercom
allowParking allowIVR OutboundRules OutboundRule Prefix Priority
PhoneBookEntries PhoneBookEntry EmailAddress FirstName LastName CompanyName
PhoneNumber Extension FaxExtension RingGroup Queue ConferencePlaceExtension
ExternalLine ParkExtension SpecialMenu RoutePoint BusyDetection CurrentProfile
DeliverAudio EnableSRTP Enabled FallbackProfile ForwardingRules FwdProfiles
HidePresence Internal IsSyncPhoto NoAnswerTimeout OutboundCallerID
OverrideExpiresAt OverrideProfile PhoneDevices QueueStatus RecordCalls SIPID
SRTPMode SupportReinvite SupportReplaces UserStatus VMEmailOptions VMEnabled
VMPlayCallerID VMPlayMsgDateTime FwdProfile BlockPushCalls
DisableRingGroupCalls ForceChatStatus ForceInternal ForceQueueStatus
RingMyMobile ExtensionRule RuleConditionGroup Destination CallType Condition
External PhoneDevice TemplateFilename ProvisioningFilename2 Interface
RingStrategy RingTime PollingStrategy QueueAgents QueueAgent PromptFilename
Timeout TimeoutForwardType UseMSExchange IsGateway RoutingRules Rule RuleName
Data ContactImage AddressNumberOrData Mappings DNMappings GroupMappings
ALLOW_LAN_ONLY BLOCKREMOTETUNNEL C2CID CLICKTOCALL_NAME COMPANY_NAME
DELETERECORDING DIRECT_FROM_IVR DONT_SHOW_EXT_IN_PHBK EMAILMISSEDCALL
ENABLE_HOLIDAYSERVICEIVR HIDEFORWARDRULESTAB HOTELMODULE_ACCESS LANGUAGE
MOBILENUMBER OFFICEHOURSPROPERTIES PINPROTECTED PUSH_EXTENSION
REBOUNDSCREENING REPORTER_ACCESS SEERECORDING TURNOFFMYPHONE USETUNNEL
WALLBOARD_ACCESS WM_FRIENDLYNAME INST_AUTODELETE_RECORDINGS
INST_QUOTA_VMBOX PHONEBOOK_LAST_FIRST PARK
True False String Int32 Custom Monday users managers AllCalls NoAnswer
AllHours SpecificHours VoiceMail External Available Away office LoggedIn
LoggedOut Notification None RingAll LongestWaiting EndCall DEFAULT FAVORITES
PCMU G722 Out Attachment HOL GRP0000
xml encoding Redacted redacted cxbak made to be shown not restored
redactedDb.xml OtherSettings MappingTable.xml ProfilePictures picture .png
absent https domain .example user first last name file .wav IHDR IDAT IEND
BACKUP others must never
Company Group Queue Ring group Menu Route Trunk Rule Profile
""".split()
LETTERS = 4
DIGITS = 7
# Elements whose texts may stay with --names.
NAMES = ("FirstName", "LastName", "Name", "contact", "company", "reseller",
         "TenantName", "CompanyName", "RuleName", "Value", "CurrentProfile",
         "OverrideProfile", "FallbackProfile")


def decoded(text):
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def words_of(text):
    """Runs of letters and digits that are long enough to tell something."""
    out = set()
    for word in re.findall(r"[^\W_]+", decoded(text)):
        if sum(c.isalpha() for c in word) >= LETTERS or \
                sum(c.isdigit() for c in word) >= DIGITS:
            out.add(word)
    for number in re.findall(r"\+?[\d ()./-]{7,}", decoded(text)):
        digits = re.sub(r"\D", "", number)
        if len(digits) >= DIGITS:
            out.add(digits)
    return out


def document(z, ending):
    for info in z.infolist():
        if info.filename.endswith(ending):
            return z.read(info)
    return None


def texts_of_xml(data):
    """All that a document says, decoded, and its comments."""
    root = ET.fromstring(data)
    for element in root.iter():
        yield element.tag
        yield element.text or ""
        yield element.tail or ""
        for key, value in element.attrib.items():
            yield key
            yield value
    raw = data.decode()
    yield from re.findall(r"<!--(.*?)-->", raw, re.S)
    yield from re.findall(r"<\?(.*?)\?>", raw, re.S)


def said(z):
    """Everything that an archive says: texts."""
    yield z.comment
    for info in z.infolist():
        data = z.read(info)
        yield info.filename
        yield info.comment
        yield info.extra
        if info.filename.endswith(".xml"):
            yield from texts_of_xml(data)
        elif not info.filename.endswith((".png", ".jpg", ".wav")):
            yield data


def forms(word):
    """The word as it may be hidden in bytes."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    for lead in range(3):
        coded = base64.b64encode(b"\0" * lead + plain)
        # What depends on the neighbours is cut off at both ends.
        start = (lead * 8 + 5) // 6
        middle = coded[start:(lead + len(plain)) * 8 // 6]
        if len(middle) >= 6:
            yield middle
            yield middle.translate(bytes.maketrans(b"+/", b"-_"))
    quoted = urllib.parse.quote(word, safe="")
    if quoted != word:
        yield quoted.encode()
    yield "".join(f"%{b:02X}" for b in plain).encode()
    yield "".join(f"%{b:02x}" for b in plain).encode()
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield escape(word, {'"': "&quot;"}).encode()
    yield json.dumps(word)[1:-1].encode()
    yield "".join(f"\\u{ord(c):04x}" for c in word).encode()
    yield "".join(f"\\u{ord(c):04X}" for c in word).encode()
    yield "".join(f"&#{ord(c)};" for c in word).encode()
    yield "".join(f"&#x{ord(c):X};" for c in word).encode()


# A word has no line end, so it lies within one of the format's.
FORMAT_SAYS = "\n".join(FORMAT).lower()


def is_of_format(word):
    return word.lower() in FORMAT_SAYS


def beginnings(data):
    """Every four bytes that follow each other in it."""
    return {data[i:i + 4] for i in range(len(data) - 3)}


def names_that_may_stay(old):
    out = set()
    for element in ET.fromstring(document(old, "Db.xml")).iter():
        if element.tag in NAMES:
            out |= words_of(element.text or "")
        if element.tag == "role":
            out |= words_of(element.get("name", ""))
    table = document(old, "MappingTable.xml")
    if table is not None:
        for group in ET.fromstring(table).iter("Group"):
            out |= words_of(group.get("Name", ""))
    return {w.lower() for w in out}


def in_names(old):
    """What stands in elements that may stay, as one text."""
    return "\n".join(
        element.text or "" for element in
        ET.fromstring(document(old, "Db.xml")).iter()
        if element.tag in NAMES).encode()


def leaks(old, new, path, names, planted):
    secret = set()
    for text in said(old):
        secret |= words_of(text)
    stay = names_that_may_stay(old) if names else set()
    # One digit again and again is padding, and tells nothing.
    secret = {w for w in secret
              if not is_of_format(w) and w.lower() not in stay and
              not (w.isdigit() and len(set(w)) == 1)}
    spelt = in_names(old) if names else b""
    secret |= {w for w in planted
               if not any(form in spelt for form in forms(w))}
    with open(path, "rb") as f:
        raw = f.read()
    heap = [new.comment] + [new.read(i) for i in new.infolist()]
    for info in new.infolist():
        heap += [info.filename.encode(), info.comment, info.extra]
    heap = b"\n".join(heap)
    # Most forms do not even begin anywhere, which is known without a search.
    known = beginnings(heap) | beginnings(raw)
    small = heap.decode("utf-8", "replace").lower()
    found = []
    for word in sorted(secret):
        if word.lower() in small:
            found.append(f"{word!r}")
            continue
        for form in forms(word):
            if len(form) >= 4 and form[:4] not in known:
                continue
            # In what is packed four bytes may meet by chance.
            if form in heap or (len(form) > 6 and form in raw):
                found.append(f"{word!r} as {form!r}")
    return len(secret), found


def users(root):
    return list(root.iterfind("Tenants/Tenant/DN/Extension"))


def mobile_of(user):
    """Its digits; of what is no number nothing can stay."""
    for p in user.iterfind("Properties/DNProperty"):
        if p.findtext("Name") == "MOBILENUMBER" and len(p) <= 4:
            value = p.findtext("Value") or ""
            if re.fullmatch(r"[\d+*#(). /,;:|-]*", value):
                return re.sub(r"\D", "", value)
    return ""


def same_where_same(what, old, new, key):
    """Equal values stay equal, different ones different; empty stays empty."""
    there, back = {}, {}
    for a, b in zip(old, new):
        a = key(a)
        if (a == "") != (b == ""):
            yield f"{what}: {a!r} became {b!r}"
        elif there.setdefault(a, b) != b:
            yield f"{what}: {a!r} is {there[a]!r} and {b!r}"
        elif back.setdefault(b, a) != a:
            yield f"{what}: {b!r} is of {back[b]!r} and {a!r}"


def references(root):
    for element in root.iter():
        for key in ("DN", "No"):
            if key in element.attrib:
                yield element.attrib[key]


def structure(old, new):
    a, b = (ET.fromstring(document(z, "Db.xml")) for z in (old, new))
    x, y = users(a), users(b)
    if len(x) != len(y):
        yield f"{len(x)} users became {len(y)}"
    for tag in ("Extension", "Group", "Member", "QueueAgent", "FwdProfile",
                "PhoneBookEntry", "PhoneDevice", "RingGroup", "Queue"):
        n = [len(list(root.iter(tag))) for root in (a, b)]
        if n[0] != n[1]:
            yield f"{n[0]} of {tag} became {n[1]}"
    yield from same_where_same("DN", list(references(a)), list(references(b)),
                               lambda t: t)
    yield from same_where_same("number", [u.findtext("Number") for u in x],
                               [u.findtext("Number") for u in y], lambda t: t)
    for tag in ("FirstName", "LastName"):
        yield from same_where_same(
            tag, [u.findtext(tag) or "" for u in x],
            [u.findtext(tag) or "" for u in y], lambda t: t)
    yield from same_where_same(
        "mobile", [mobile_of(u) for u in x], [mobile_of(u) for u in y],
        lambda t: t)
    table = document(new, "MappingTable.xml")
    if table is not None:
        numbers = set(references(ET.fromstring(table)))
        for user in y:
            if numbers and user.findtext("Number") not in numbers and \
                    len(x) == len(y):
                yield f"{user.findtext('Number')} is not in the mapping table"


def main(args):
    planted = []
    if "--planted" in args:
        at = args.index("--planted")
        with open(args[at + 1], encoding="utf-8") as f:
            planted = f.read().split("\n")[:-1]
        args = args[:at] + args[at + 2:]
    if len(args) not in (2, 3):
        print(__doc__)
        return 2
    bad = []
    with zipfile.ZipFile(args[0]) as old, zipfile.ZipFile(args[1]) as new:
        if new.testzip() is not None:
            bad.append("a member is damaged")
        count, found = leaks(old, new, args[1], "--names" in args, planted)
        bad += [f"leak: {f}" for f in found]
        bad += structure(old, new)
        if not new.comment.startswith(b"Redacted"):
            bad.append("the archive comment does not say it")
        if any("/" not in n for n in new.namelist()):
            bad.append("a member lies where a restore looks")
    for line in bad[:20]:
        print(line)
    if not bad:
        print(f"{count} words of the backup, none of them in the copy")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
