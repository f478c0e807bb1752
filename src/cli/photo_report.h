/*
 * What is said of a folder of photos: whose each one is and why, in text, as
 * JSON and as a CSV file.
 */
#ifndef CXBAK_CLI_PHOTO_REPORT_H
#define CXBAK_CLI_PHOTO_REPORT_H

#include "cxbak/intake/photo_folder.h"
#include "cxbak/util/buf.h"
#include "cli/session.h"

/* Say what was found, before any picture is made.  In a preview the matched
 * ones are printed on standard output. */
void photo_report_found(const struct session *s, const struct photos *p);

/* Say which matched pictures cannot be used; returns how many. */
size_t photo_report_unusable(const struct photos *p);

/* Every picture: {Files: [{File, Result, Users: [{Number, Name}], By, Rule,
 * Message}]}. */
struct json_t *photo_report_json(const struct session *s,
                                 const struct photos *p);

/* The same as CSV: File, Result, Number, Name, Rule, Message. */
void photo_report_csv(const struct session *s, const struct photos *p,
                      struct buf *out);

/*
 * The pictures that nobody gets, as CSV: Number, Avatar, Error.  Once the
 * extensions are filled in, `import` takes it; so the paths are whole ones.
 */
void photo_report_rejects(const struct session *s, const struct photos *p,
                          struct buf *out);

#endif
