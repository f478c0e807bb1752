/* What may stay in a redacted copy, and as what. */
#ifndef CXBAK_REDACT_REDACT_RULES_IMPL_H
#define CXBAK_REDACT_REDACT_RULES_IMPL_H

#include <stdbool.h>

#include "redact/redact_alias_impl.h"

/* What an element, attribute or property is. */
enum redact_class {
    REDACT_UNKNOWN,    /* it goes */
    REDACT_CONTAINER,  /* elements lie in it, no text */
    REDACT_RECORD,     /* a Name, a Type and a Value: the Name decides */
    REDACT_ATTRIBUTES, /* the same as attributes `name` and `value` */

    /* Values; one that is not of the form of its class goes. */
    REDACT_PLAIN,   /* a word that is known, or a number of 5 digits */
    REDACT_FLAG,    /* yes or no: such a word, or one digit */
    REDACT_DATE,    /* a date, a time, or both */
    REDACT_VERSION, /* numbers with dots */
    REDACT_MASK,    /* of a network */
    REDACT_CODE,    /* a dialling code or a prefix */
    REDACT_DN,      /* the number of an extension, a queue ...: stays */
    REDACT_NUMBER,  /* a telephone number, or several */
    REDACT_NAME,    /* of people */
    REDACT_TITLE,   /* the name of a thing */
    REDACT_ROLE,    /* the same of roles; those that 3CX has stay */
    REDACT_EMAIL,   /* an address, or several */
    REDACT_HOST,    /* a host or an IP address, perhaps with a port */
    REDACT_MAC,
    REDACT_FILE,
    REDACT_PICTURE, /* ContactImage */
    REDACT_SLUG,    /* a name within a link */
    REDACT_CONTACT  /* an address, a number, or anything else, which goes */
};

struct redact_rule {
    const char *parent; /* the element that it is in; "" for a property */
    const char *name;
    enum redact_class class;
    enum alias_kind kind; /* of REDACT_NAME and REDACT_TITLE */
};

/* The rule of an element, of an attribute of an element, or of a property or
 * parameter; NULL: it is not known. */
const struct redact_rule *redact_rules_element(const char *parent,
                                               const char *name);
const struct redact_rule *redact_rules_attribute(const char *element,
                                                 const char *name);
const struct redact_rule *redact_rules_setting(const char *name);

/* Is it a word that 3CX itself uses for a value? */
bool redact_rules_word(const char *word);

#endif
