#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/notes.h"

static void __attribute__((format(printf, 4, 0)))
add(struct notes *n, size_t line, size_t column, const char *fmt, va_list ap)
{
    n->count++;
    if (n->listed == NOTES_MAX)
        return;
    if (n->list == NULL)
        n->list = mem_array(NULL, NOTES_MAX, sizeof(*n->list));
    n->list[n->listed++] = (struct note){
        .line = line, .column = column, .text = mem_vprintf(fmt, ap)};
}

void
notes_add(struct notes *n, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(n, 0, 0, fmt, ap);
    va_end(ap);
}

void
notes_add_at(struct notes *n, size_t line, size_t column, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(n, line, column, fmt, ap);
    va_end(ap);
}

void
notes_hint(struct notes *n, enum hint hint, const char *about)
{
    /* Unless it was only counted. */
    if (n->count == n->listed) {
        n->list[n->listed - 1].hint = hint;
        n->list[n->listed - 1].about = about;
    }
}

void
notes_cell(struct notes *n, size_t row, size_t column, const char *heading)
{
    char letters[NOTES_LETTERS];
    struct buf b = BUF_INIT;

    if (n->count != n->listed)
        return;
    if (n->sheet == NULL && column == 0)
        buf_printf(&b, "row %zu", row);
    else if (n->sheet == NULL)
        buf_printf(&b, "cell %s%zu", notes_letters(letters, column), row);
    if (heading != NULL && *heading != '\0')
        buf_printf(&b, "%s(%s)", b.len > 0 ? " " : "", heading);
    free(n->list[n->listed - 1].cell);
    n->list[n->listed - 1].cell = b.len > 0 ? buf_steal(&b) : NULL;
    buf_free(&b);
}

void
notes_group(struct notes *n, unsigned group)
{
    if (n->count == n->listed)
        n->list[n->listed - 1].group = group;
}

/* Insertion sort: it is stable, and the list short and mostly in order. */
void
notes_sort(struct notes *n)
{
    size_t i, k;

    for (i = 1; i < n->listed; i++) {
        struct note note = n->list[i];

        for (k = i; k > 0; k--) {
            const struct note *before = &n->list[k - 1];

            if (before->line < note.line ||
                (before->line == note.line && before->column <= note.column))
                break;
            n->list[k] = *before;
        }
        n->list[k] = note;
    }
}

static void
free_note(struct note *x)
{
    free(x->cell);
    free(x->text);
}

void
notes_drop_above(struct notes *n, size_t line)
{
    size_t i, kept = 0;

    for (i = 0; i < n->listed; i++) {
        if (n->list[i].line == 0 || n->list[i].line >= line)
            n->list[kept++] = n->list[i];
        else
            free_note(&n->list[i]);
    }
    n->count -= n->listed - kept;
    n->listed = kept;
}

char *
notes_letters(char room[NOTES_LETTERS], size_t column)
{
    char text[NOTES_LETTERS], *p = text + sizeof(text);

    *--p = '\0';
    for (; column > 0 && p > text; column = (column - 1) / 26)
        *--p = (char)('A' + (column - 1) % 26);
    return memcpy(room, p, (size_t)(text + sizeof(text) - p));
}

char *
notes_place(const struct notes *n, const char *file, size_t line, size_t column)
{
    char letters[NOTES_LETTERS];

    if (n->sheet == NULL)
        return line == 0 ? mem_dup(file)
                         : mem_printf("%s:%zu:%zu", file, line, column);
    if (line == 0)
        return mem_printf("%s, sheet \"%s\"", file, n->sheet);
    return mem_printf("%s, sheet \"%s\", cell %s%zu", file, n->sheet,
                      notes_letters(letters, column), line);
}

char *
notes_words(const struct notes *n, size_t i, const char *file)
{
    const struct note *note = &n->list[i];
    char *place, *text;

    if (note->line == 0 && n->sheet == NULL)
        return mem_dup(note->text);
    place = notes_place(n, file, note->line, note->column);
    text = mem_printf("%s%s%s: %s", place,
                      note->cell == NULL ? ""
                      : n->sheet == NULL ? ": "
                                         : " ",
                      note->cell != NULL ? note->cell : "", note->text);
    free(place);
    return text;
}

void
notes_free(struct notes *n)
{
    size_t i;

    for (i = 0; i < n->listed; i++)
        free_note(&n->list[i]);
    free(n->list);
    memset(n, 0, sizeof(*n));
}
