/*
 * A user of the phone system: an `Extension` element of the database, with
 * the places of its fields in the document.  Users belong to their database.
 */
#ifndef CXBAK_BACKUP_USER_H
#define CXBAK_BACKUP_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/field/field.h"

/* Bytes of a value of a field, far more than any name or address has: a
 * database with a longer one is refused (R8), and none is written. */
#define USER_VALUE_MAX ((size_t)64 << 10)

/* A user that is opened takes some 1,200 bytes of memory, twice that when the
 * new backup is read back, and what is said of a change to each field some
 * 800; so that memory stays within eight times the database, very many users
 * must have some bytes each, all in all.  Those of phone systems have
 * thousands. */
#define USERS_SMALL_MAX ((size_t)10000)
#define USER_SIZE_MIN   ((size_t)1024)

/* Where an element stands; offsets as in struct xelement, which is below
 * PLACE_MAX.  Each user has many: they are kept small. */
#define PLACE_MAX ((uint64_t)1 << 40)
struct place {
    uint64_t lead : 40;
    uint64_t begin : 40;
    uint64_t tag_end : 40;
    uint64_t open_end : 40;
    uint64_t close_begin : 40; /* of <Name/> its end */
    uint64_t end : 40;         /* 0 when there is no such element */
} __attribute__((packed));

/* All offsets are below PLACE_MAX. */
struct place place_make(uint64_t lead, uint64_t begin, uint64_t tag_end,
                        uint64_t open_end, uint64_t close_begin, uint64_t end);

/* Is it there, and written as <Name/>? */
static inline bool
place_is_empty(const struct place *p)
{
    return p->end != 0 && p->close_begin == p->end;
}

/* The DNProperty that holds a field's value. */
struct property_place {
    struct place place;
    uint64_t part_end; /* end of its last child */
    bool plain;        /* it can go as a whole: nothing is in it but parts that
                          are known, as text */
};

/* Where one field's value stands.  A property that has no Value has an empty
 * one. */
struct value {
    struct place place; /* of the element that holds the text */
    uint64_t anchor;    /* where the element goes if there is none, and behind
                           which property the property goes in a sorted file;
                           0: unknown, or before all of them */
    struct property_place *property; /* of a property that is there, or NULL */
};

/* A name and a value, decoded: a scalar or a property of a user. */
struct pair {
    const char *name;
    const char *value;
};

struct pairs {
    struct pair *list;
    size_t count;
    size_t cap;
};

/* A struct place of something in a user, by offsets from where the user's
 * Extension begins: very many of them may be kept. */
struct near_place {
    uint32_t lead;
    uint32_t begin;
    uint32_t tag_end;
    uint32_t open_end;
    uint32_t close_begin;
    uint32_t end; /* 0 when there is no such element */
};

/* The same from the start of the document, if the user begins `at` there; and
 * the other way round. */
struct place place_far(const struct near_place *p, uint64_t at);
struct near_place place_near(const struct place *p, uint64_t at);

/* What a property has beside its name and value, texts as there; NULL: that is
 * absent. */
struct property_form {
    const char *type;
    const char *description;
};

/* A DNProperty that names a picture, or that would: its value ends like the
 * name of one, or its own name says so. */
struct picture_property {
    const char *name; /* texts of the database, as those of the user */
    const char *value;
    const struct property_form *form;
    struct near_place place;       /* the DNProperty */
    struct near_place value_place; /* its Value */
    uint32_t part_end; /* end of its last child, from the user's start on */
    bool odd;          /* parts repeated, or markup in its value */
    bool plain;        /* as in struct property_place */
};

struct picture_properties {
    struct picture_property *list;
    size_t count;
    uint64_t at; /* where the user's Extension begins */
};

/* A desk phone or app provisioned for the user. */
struct phone {
    char *mac;
    char *model; /* template file name */
};

/* Where everything of a user stands that can be edited. */
struct user_places {
    struct value value[FIELD_COUNT];
    struct place element;    /* the Extension */
    struct place properties; /* its Properties */
    uint64_t
        properties_anchor;  /* where they go if there are none; 0: unknown */
    uint64_t last_property; /* end of the last DNProperty; 0: none */
};

/* The bit of a field in sets of them. */
#define USER_BIT(f) ((uint16_t)(1U << (unsigned)(f)))
_Static_assert(FIELD_COUNT <= 16, "sets of fields have 16 bits");

/* What is kept of a user only when the database was read with details. */
struct user_details {
    struct pairs scalars;
    struct pairs properties;
    struct phone *phones; /* `phone_count` of the user */
    size_t phone_cap;
};

struct user {
    const char *text[FIELD_COUNT]; /* of the fields, decoded; NULL when there is
                                      no element, or property */
    struct user_places *at;        /* NULL: read for its values only */
    struct user_details *details;  /* or NULL */
    const char *lead;              /* blanks before its children */
    const char *property_lead;     /* blanks before its DNProperty elements */
    struct picture_properties pictures;
    uint32_t line; /* of its start tag */
    uint32_t property_count;
    uint32_t phone_count;
    uint32_t profile_count;   /* of forwarding */
    uint16_t repeated;        /* bits of fields, by USER_BIT(): there is more
                                 than one such element or property */
    uint16_t markup;          /* the same: elements or comments are in it */
    bool properties_repeated; /* there are several Properties */
    bool properties_mixed;    /* something but DNProperty and blanks is in it */
    bool nested;              /* an Extension lies in it */
    bool properties_unsorted; /* they are not in the order of their names */
    bool names_odd;           /* a DNProperty has several names, or elements in
                                 its name: whose value it is cannot be told */
    bool disabled;            /* Enabled is False */
    bool photo_synced;        /* IsSyncPhoto is on */
};

/* The details of the user; empty ones if the database was read without. */
const struct user_details *user_details(const struct user *u);

/* The value of a stored field as text: "" when the element is absent. */
const char *user_text(const struct user *u, enum field f);

/* Is the property of that field all that is in the user's Properties, and
 * nothing but known parts in it? */
bool user_property_alone(const struct user *u, enum field f);

/* `First Last`, what there is of it, for messages; the caller frees it. */
char *user_name(const struct user *u);

/* `200 First Last`, the same way. */
char *user_words(const struct user *u);

/* The value of a scalar or a property read with details, or NULL. */
const char *pairs_find(const struct pairs *p, const char *name);

/* Does the value end like the name of a picture: .png, .jpg, .jpeg? */
bool user_value_is_picture(const char *value);

/* Does the name of a property say that it holds a picture's name: avatar,
 * picture, photo or image in it? */
bool user_name_is_picture(const char *name);

#endif
