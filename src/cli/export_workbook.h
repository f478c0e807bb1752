/* Users as an Excel workbook. */
#ifndef CXBAK_CLI_EXPORT_WORKBOOK_H
#define CXBAK_CLI_EXPORT_WORKBOOK_H

#include "cxbak/people/select.h"
#include "cxbak/util/err.h"
#include "cli/export_columns.h"
#include "cli/session.h"

/* Write the selected users with these columns to the file that --output
 * names, with their pictures if the options say so. */
int export_workbook(struct session *s, const struct export_columns *columns,
                    const struct selection *sel, struct err *e);

#endif
