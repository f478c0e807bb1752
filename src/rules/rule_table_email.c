/*
 * Rules of the catalogue about e-mail addresses: email-*.
 */
#include "rules/rules_impl.h"

#define ADDRESS_SYNTAX "RFC 5321, 4.1.2 and RFC 5322, 3.4.1 (addr-spec)"

static const struct rule rules[] = {
    {
        .code = "email-blank",
        .severity = SEVERITY_ERROR,
        .title = "A blank before or behind an address",
        .why = "It cannot be seen in the console, but mail servers refuse the "
               "address and a sign-in does not match it.",
        .fix = "Set the address without the blank.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-comma",
        .severity = SEVERITY_ERROR,
        .title = "A comma in an address, probably for a dot",
        .why = "A comma separates addresses and is never part of one, so mail "
               "cannot be sent, or goes to a part of the address.",
        .fix = "Set the address with the dot.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-display-name",
        .severity = SEVERITY_ERROR,
        .title = "More than the bare address",
        .why = "The field takes an address only. A name, pointed brackets or "
               "\"mailto:\" around it, as mail programs copy them, make it "
               "unusable.",
        .fix = "Set only what stands between the brackets.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-domain",
        .severity = SEVERITY_ERROR,
        .title = "The domain of an address cannot exist",
        .why = "Domains are made of parts with letters, digits and inner "
               "hyphens, joined by single dots, and do not end in a number. "
               "Mail to anything else cannot be sent.",
        .fix = "Correct what stands behind the @.",
        .source = "RFC 5321, 4.1.2; RFC 1123, 2.1; RFC 5890, 2.3 (IDN)",
    },
    {
        .code = "email-international",
        .severity = SEVERITY_NOTE,
        .title = "An address with characters beyond ASCII",
        .why = "Such an address is valid, but only mail servers that know "
               "SMTPUTF8 deliver to a name with such characters. A domain "
               "with them is reached by its xn-- form too.",
        .fix = "Nothing, if mail arrives. Else ask for an address in plain "
               "letters, or write the domain in its xn-- form.",
        .source = "RFC 6531 (SMTPUTF8), RFC 5890 (IDN)",
    },
    {
        .code = "email-literal",
        .severity = SEVERITY_WARNING,
        .title = "An address at an IP address instead of a domain",
        .why = "The form user@[192.0.2.1] is valid, but most mail servers "
               "refuse it, and it breaks when the server moves.",
        .fix = "Use the domain of the mail server.",
        .source = "RFC 5321, 4.1.3",
    },
    {
        .code = "email-missing",
        .severity = SEVERITY_NOTE,
        .title = "A user without an address",
        .why = "No welcome message, no voicemail by e-mail and no single "
               "sign-on for this user. Usual for rooms and common phones.",
        .fix = "Nothing for a room. For a person, set the address.",
        .source = "3CX, bulk import of extensions: the address is optional up "
                  "to version 18",
    },
    {
        .code = "email-mixed-script",
        .severity = SEVERITY_WARNING,
        .title = "Letters of different alphabets in one part of an address",
        .why = "Cyrillic and Greek letters that look like Latin ones make an "
               "address that looks right but is another one. Mail is lost, or "
               "comes to somebody who waits for it.",
        .fix = "Type the address again on a Latin keyboard.",
        .source = "Unicode Technical Standard 39, 5.1",
    },
    {
        .code = "email-no-dot",
        .severity = SEVERITY_WARNING,
        .title = "The domain of an address has no dot",
        .why = "It can be reached inside one network at most, and is more "
               "often a name that was cut off.",
        .fix = "Set the address with the whole domain.",
        .source = "RFC 5321, 2.3.5: a domain is fully qualified",
    },
    {
        .code = "email-quoted",
        .severity = SEVERITY_WARNING,
        .title = "An address with a quoted name",
        .why = "The form \"jane doe\"@example.com is valid, but many mail "
               "servers and web pages do not take it.",
        .fix = "Use an address without quotation marks if there is one.",
        .source = "RFC 5321, 4.1.2: such names should be avoided",
    },
    {
        .code = "email-several",
        .severity = SEVERITY_ERROR,
        .title = "Several addresses in one field",
        .why = "The field takes one address. With a list in it, none is "
               "reached.",
        .fix = "Keep one, or let the mail server forward one address to all.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-shared",
        .severity = SEVERITY_WARNING,
        .title = "Several users have the same address",
        .why = "Voicemail and notices of all of them go to one mailbox, and a "
               "sign-in by address cannot tell them apart. It is only noted "
               "where the users have the same name: one person with two "
               "extensions is common. That an edit makes others share one "
               "is an error of the edit.",
        .fix = "Nothing if that is meant. Else set an address of their own.",
        .source = "the version 20 API has calls that look for duplicates; "
                  "real systems of version 18 hold them",
    },
    {
        .code = "email-syntax",
        .severity = SEVERITY_ERROR,
        .title = "Not an e-mail address",
        .why = "Mail cannot be sent to it, so voicemail by e-mail, the welcome "
               "message and single sign-on fail for this user.",
        .fix = "Set a valid address such as jane.doe@example.com, or clear "
               "the field.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-too-long",
        .severity = SEVERITY_ERROR,
        .title = "An address is too long",
        .why = "The name before the @ may have 64 bytes, each part of the "
               "domain 63, and the whole address 254. Mail servers refuse "
               "longer ones.",
        .fix = "Set a shorter address.",
        .source = "RFC 5321, 4.5.3.1; RFC 3696, erratum 1690",
    },
    {
        .code = "email-trailing-dot",
        .severity = SEVERITY_ERROR,
        .title = "An address ends in a dot",
        .why = "The full stop of a sentence was copied with the address. Mail "
               "servers refuse it.",
        .fix = "Set the address without the last dot.",
        .source = ADDRESS_SYNTAX,
    },
    {
        .code = "email-typo",
        .severity = SEVERITY_WARNING,
        .title = "An address looks mistyped",
        .why = "Its domain differs by one letter from a well-known one, or "
               "from the one that most users of this backup have; or it holds "
               "a sign that text programs write in place of ' or -. Others "
               "register such domains to get the mail of people who mistype.",
        .fix = "Correct the address, or leave it if it is meant.",
        .source = OFTEN_SEEN,
    },
};

const struct rule_group rules_of_email = {rules,
                                          sizeof(rules) / sizeof(rules[0])};
