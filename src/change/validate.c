/*
 * The rules are asked about the users as they would be, and where they say
 * something, about the users as they are.  What they say only of the first, or
 * of a field that is edited, this edit introduced.
 */
#include <stdlib.h>
#include <string.h>

#include "change/change_impl.h"
#include "cxbak/image/image.h"
#include "cxbak/util/mem.h"
#include "cxbak/people/ruled_users.h"
#include "cxbak/rules/rules.h"

/* What the rules say, and of each finding which user it is about: SIZE_MAX
 * where it is about several together. */
struct judged {
    struct findings said;
    size_t *users;
    size_t count, cap;
};

struct validator {
    const struct backup *b;
    const struct changes *c;
    struct ruled_users people; /* as they would be */
    bool *changes;             /* does the user change? */
    unsigned *edited;          /* a bit for each field that is edited */
    bool *found;               /* is there a finding on the user alone ... */
    bool found_together;       /* ... or on any with others? */
};

/* Put the new values in. */
static void
apply(struct validator *v)
{
    size_t i;

    for (i = 0; i < v->c->count; i++) {
        const struct edit *x = &v->c->list[i].edit;

        if (x->field == FIELD_AVATAR)
            continue;
        v->people.list[x->user].value[x->field] = x->text;
        v->changes[x->user] = true;
        v->edited[x->user] |= 1U << x->field;
    }
}

/* Note whom the findings are about that came last.  Says whether any did. */
static bool
note_user(struct judged *j, size_t user)
{
    bool any = j->count < j->said.count;

    while (j->count < j->said.count) {
        j->users = mem_grow(j->users, &j->cap, j->count, sizeof(*j->users));
        j->users[j->count++] = user;
    }
    return any;
}

/* Ask the rules about one user, or about all of them together. */
static bool
ask_user(struct judged *j, const struct ruled_users *people, size_t user)
{
    rules_check_user(&j->said, &people->system, &people->list[user]);
    return note_user(j, user);
}

static bool
ask_together(struct judged *j, const struct ruled_users *people)
{
    rules_check_users(&j->said, people->list, people->count);
    return note_user(j, SIZE_MAX);
}

/* Ask about users whose values change, and about all users together. */
static void
ask(struct validator *v, struct judged *j)
{
    size_t i, last = SIZE_MAX;

    for (i = 0; i < v->c->count; i++) {
        const struct edit *x = &v->c->list[i].edit;

        if (x->user != last && x->field != FIELD_AVATAR)
            v->found[x->user] |= ask_user(j, &v->people, x->user);
        last = x->user;
    }
    v->found_together = ask_together(j, &v->people);
}

/* The same about users as they are, if it can matter. */
static void
ask_before(const struct validator *v, struct judged *j)
{
    struct ruled_users old;
    size_t i;

    ruled_users_make(&old, v->b->database);
    for (i = 0; i < old.count; i++) {
        if (v->found[i])
            ask_user(j, &old, i);
    }
    if (v->found_together)
        ask_together(j, &old);
    ruled_users_free(&old);
}

/* A finding among others, and the user whom it is about. */
struct said_of {
    const struct finding *x;
    size_t user;
};

static int
compare(const void *a, const void *b)
{
    const struct said_of *p = a, *q = b;
    const struct finding *x = p->x, *y = q->x;
    int order = strcmp(x->rule->code, y->rule->code);

    if (order == 0)
        order = strcmp(x->number != NULL ? x->number : "",
                       y->number != NULL ? y->number : "");
    if (order == 0)
        order = strcmp(x->field != NULL ? x->field : "",
                       y->field != NULL ? y->field : "");
    return order != 0 ? order : (p->user > q->user) - (p->user < q->user);
}

/* What was said, in order; the caller frees it. */
static struct said_of *
in_order(const struct judged *j)
{
    struct said_of *list = mem_array(NULL, j->count, sizeof(*list));
    size_t i;

    for (i = 0; i < j->count; i++)
        list[i] = (struct said_of){&j->said.list[i], j->users[i]};
    if (j->count > 0)
        qsort(list, j->count, sizeof(*list), compare);
    return list;
}

/* Is the finding one about a field that is edited? */
static bool
about_edit(const struct validator *v, const struct finding *f, size_t user)
{
    enum field field;

    return user != SIZE_MAX && f->field != NULL &&
           field_parse(f->field, &field) && (v->edited[user] & 1U << field);
}

#define SHARED "email-shared"

/* A shared address: what the edit brings about stops it, unless the users are
 * one person; what was there before is only told. */
static void
judge_shared(struct finding *f, bool edited, bool fresh)
{
    char *message = f->message;

    if (!edited)
        return;
    if (!fresh) {
        f->severity = SEVERITY_NOTE;
        f->message = mem_printf("%s, as before", message);
    } else if (f->severity == SEVERITY_WARNING) {
        f->severity = SEVERITY_ERROR;
        f->message = mem_printf("%s; give one of them another", message);
        f->hint = HINT_SHARE_ADDRESS;
    } else {
        return;
    }
    free(message);
}

/* Who would share an address anew; NULL where nobody shares one. */
static bool *
find_shared(const struct validator *v, const struct findings *said)
{
    static const char *const shared[] = {SHARED};
    size_t i;

    for (i = 0; i < said->count; i++) {
        if (finding_has_code(&said->list[i], shared, 1))
            return sharing_new(&v->people, v->b->database);
    }
    return NULL;
}

/* Keep what concerns the edit, and say what it introduced. */
static void
sift(const struct validator *v, const struct judged *before,
     const struct judged *after, struct findings *f)
{
    struct said_of *known = in_order(before);
    bool *fresh = find_shared(v, &after->said);
    size_t i;

    for (i = 0; i < after->count; i++) {
        const struct finding *x = &after->said.list[i];
        struct said_of place = {x, after->users[i]};
        struct finding *kept;
        size_t user = place.user;
        bool introduced =
            before->count == 0 || bsearch(&place, known, before->count,
                                          sizeof(*known), compare) == NULL;

        if (user == SIZE_MAX && x->number != NULL)
            user = database_find(v->b->database, x->number, NULL);
        introduced = introduced || about_edit(v, x, user);
        if (!introduced && (user == SIZE_MAX || !v->changes[user]))
            continue;
        kept = findings_add(f, x->rule->code, x->number, x->field, "%s",
                            x->message);
        kept->severity = x->severity;
        kept->introduced = introduced;
        finding_suggest(kept, mem_dup(x->suggestion), x->guess);
        if (user != SIZE_MAX && strcmp(x->rule->code, SHARED) == 0)
            judge_shared(kept, about_edit(v, x, user), fresh[user]);
    }
    free(known);
    free(fresh);
}

/* Say that a value was put into normal form C. */
static void
note_normalised(const struct change *x, const char *number, struct findings *f)
{
    if (x->normalised)
        findings_add(f, "name-not-nfc", number, field_info(x->edit.field)->key,
                     "written in Unicode normal form C")
            ->introduced = true;
}

/* Say what is odd about a picture that comes: one that is made is square and
 * not large, but a file may be tiny, or stored as it is, or a part of it
 * chosen. */
static void
check_picture(const struct buf *image, const char *number, struct findings *f)
{
    const char *key = field_info(FIELD_AVATAR)->key;
    struct err e = ERR_INIT;
    struct image_info info;

    if (image_probe(image->data, image->len, &info, &e) == ST_OK) {
        if (info.width != info.height)
            findings_add(f, "avatar-not-square", number, key,
                         "the new picture is %ux%u pixels", info.width,
                         info.height)
                ->introduced = true;
        if (info.width < IMAGE_SMALL_SIDE || info.height < IMAGE_SMALL_SIDE)
            findings_add(f, "avatar-small", number, key,
                         "the new picture is only %ux%u pixels: nobody can "
                         "see who it is",
                         info.width, info.height)
                ->introduced = true;
        if (info.width > IMAGE_LARGE_SIDE || info.height > IMAGE_LARGE_SIDE ||
            image->len > IMAGE_LARGE_BYTES)
            findings_add(f, "avatar-too-large", number, key,
                         "the new picture is %ux%u pixels, %zu KiB", info.width,
                         info.height, (image->len + 1023) / 1024)
                ->introduced = true;
    }
    err_free(&e);
}

/* Say what happens to the picture's tie to its user, and what may undo it. */
static void
check_tie(const struct validator *v, const struct picture *p,
          const char *number, struct findings *f)
{
    const struct database *d = v->b->database;
    const char *key = field_info(FIELD_AVATAR)->key;

    if (p->kept != NULL)
        findings_add(f, "avatar-kept", number, key, "%s", p->kept)->introduced =
            true;
    if (d->photos_synced || d->users[p->entry.user].photo_synced)
        findings_add(f, "avatar-synced", number, key,
                     "pictures are synchronised with Microsoft 365 or Google "
                     "(IsSyncPhoto): the next run overwrites this change")
            ->introduced = true;
}

/* Say once that the form of ContactImage is a guess: it is the same for all. */
static void
check_guess(const struct validator *v, struct findings *f)
{
    const struct picture *first = NULL;
    struct finding *said;
    size_t i, n = 0;

    for (i = 0; i < v->c->count; i++) {
        const struct picture *p = v->c->list[i].picture;

        if (p == NULL || !p->guessed)
            continue;
        if (n++ == 0)
            first = p;
    }
    if (first == NULL)
        return;
    said = findings_add(
        f, "avatar-entry-guess",
        user_text(&v->b->database->users[first->entry.user], FIELD_NUMBER),
        field_info(FIELD_AVATAR)->key,
        "ContactImage is written as \"%s\"%s, which is a guess: no other in "
        "this backup shows its form. After the restore, look whether the "
        "console shows the picture",
        first->entry.text, n > 1 ? ", and so for others" : "");
    said->introduced = true;
    said->hint = HINT_IMAGE_ENTRY;
}

/* Look at the changes by themselves. */
static void
check_changes(const struct validator *v, struct findings *f)
{
    size_t i;

    check_guess(v, f);

    for (i = 0; i < v->c->count; i++) {
        const struct change *x = &v->c->list[i];
        const char *number =
            user_text(&v->b->database->users[x->edit.user], FIELD_NUMBER);

        if (x->picture == NULL)
            note_normalised(x, number, f);
        else
            check_tie(v, x->picture, number, f);
        if (x->picture != NULL && x->picture->image.len > 0)
            check_picture(&x->picture->image, number, f);
    }
}

void
change_validate(const struct changes *c, const struct backup *b,
                struct findings *f)
{
    struct validator v = {.b = b, .c = c};
    struct judged before = {.said = FINDINGS_INIT};
    struct judged after = {.said = FINDINGS_INIT};

    ruled_users_make(&v.people, b->database);
    v.changes = mem_calloc(v.people.count, sizeof(*v.changes));
    v.edited = mem_calloc(v.people.count, sizeof(*v.edited));
    v.found = mem_calloc(v.people.count, sizeof(*v.found));
    apply(&v);
    ask(&v, &after);
    if (after.count > 0)
        ask_before(&v, &before);
    sift(&v, &before, &after, f);
    check_changes(&v, f);
    findings_free(&before.said);
    findings_free(&after.said);
    free(before.users);
    free(after.users);
    ruled_users_free(&v.people);
    free(v.changes);
    free(v.edited);
    free(v.found);
}

bool
change_blocks(const struct finding *f, bool strict, const char *const *accepted,
              size_t n)
{
    return f->introduced && f->severity != SEVERITY_NOTE &&
           (f->severity == SEVERITY_ERROR || strict) &&
           !finding_has_code(f, accepted, n);
}

/* Codes that the user accepts. */
struct accepted {
    const char *const *codes;
    size_t n;
};

static bool
stops(void *arg, const struct finding *f)
{
    const struct accepted *a = arg;

    return change_blocks(f, false, a->codes, a->n);
}

void
change_refuse_value(struct findings *f, const struct user *u, enum field field,
                    const char *value, const char *const *accepted, size_t n)
{
    static const struct rules_system any = {0};
    struct accepted a = {accepted, n};
    size_t first = f->count, i;

    rules_check_value(f, &any, user_text(u, FIELD_NUMBER), field, value);
    for (i = first; i < f->count; i++)
        f->list[i].introduced = true;
    findings_filter(f, first, stops, &a);
}
