#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cli/field_help.h"

struct option_spec field_help_options[FIELD_ROWS + 6];
struct option_spec field_help_handover[FIELD_ROWS + 7];

void
field_help_start(void)
{
    struct option_spec *to = field_help_options;
    size_t i;

    for (i = 0; i < FIELD_ROWS; i++) {
        const struct field_info *fi = field_info((enum field)i);

        if (!field_settable((enum field)i))
            continue;
        *to++ = (struct option_spec){
            .name = fi->option,
            .arg = fi->argument != NULL ? fi->argument : "V",
            .help = fi->help != NULL ? fi->help : fi->label,
            .flags = i == FIELD_AVATAR ? OPTION_PATH : 0};
    }
    *to++ = (struct option_spec){"clear", 0, "FIELD", "make this field empty",
                                 OPTION_REPEAT};
    *to++ = (struct option_spec){"tidy", 0, NULL,
                                 "write values as `fix` would correct them", 0};
    *to++ = (struct option_spec){
        "no-trim", 0, NULL,
        "keep blanks around values, and doubled ones in names", 0};
    *to = (struct option_spec){.name = NULL};

    field_help_handover[0] = (struct option_spec){
        "keep", 0, "FIELD", "this field stays the former person's",
        OPTION_REPEAT};
    memcpy(&field_help_handover[1], field_help_options,
           sizeof(field_help_options));

    *to++ = (struct option_spec){"replace", 0, "FIELD OLD NEW",
                                 "replace a text within this field",
                                 OPTION_REPEAT | OPTION_TRIPLE};
    *to++ = (struct option_spec){"expect", 0, "FIELD=VALUE",
                                 "change nothing unless this is the value now",
                                 OPTION_REPEAT};
    *to = (struct option_spec){.name = NULL};
}

char *
field_help_columns(void)
{
    char *names = field_names(NULL, NAMED_BY_WORD, "");
    char *text = mem_printf("Columns: %s.", names);

    free(names);
    return text;
}

char *
field_help_template(void)
{
    struct buf b = BUF_INIT;
    size_t i;

    buf_adds(&b, "A value may hold what the user has now:");
    for (i = 0; i < FIELD_COUNT; i++) {
        if (field_in_template((enum field)i))
            buf_printf(&b, " {%s}", field_info((enum field)i)->word);
        if (i == FIELD_EMAIL)
            buf_adds(&b, " {email.local} {email.domain}");
    }
    buf_adds(&b, ". {n} counts the users. {first:1} is its first letter; "
                 "{last|lower}, {last|upper}, {last|capital} and {last|ascii} "
                 "spell it otherwise; {first|trim|squeeze} has no blanks too "
                 "many, {first|replace: :.} other texts in it; "
                 "{mobile|digits} and {mobile|e164:49} make numbers; {{ is a "
                 "brace.");
    return buf_steal(&b);
}
