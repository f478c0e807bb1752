/* The style of pages: light and dark as the reader has it, and paper. */
#ifndef CXBAK_REPORT_HTML_STYLE_IMPL_H
#define CXBAK_REPORT_HTML_STYLE_IMPL_H

/* clang-format off */

/* All that is coloured. */
#define HTML_COLOURS(ink, paper, soft, line, head, old, new, warn)             \
    "body{color:" ink ";background:" paper "}"                                 \
    "dt,thead th,.label,.severity,.empty,.signature td{color:" soft "}"        \
    "th,td,img,.todo li{border-color:" line "}"                                \
    ".todo li::before,.signature td{border-color:" soft "}"                    \
    ".user th{background:" head "}"                                            \
    "del,.error .severity,.bad{color:" old "}"                                 \
    "ins,.good{color:" new "}.warning .severity{color:" warn "}"

#define HTML_STYLE                                                             \
    ":root{color-scheme:light dark}\n"                                         \
    "body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;"                \
    "margin:2rem auto;padding:0 1rem}\n"                                       \
    "h1{font-size:1.6rem;margin:0 0 1rem}"                                     \
    "h2{font-size:1.15rem;margin:2rem 0 .5rem}\n"                              \
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;"    \
    "margin:0}dd{margin:0;overflow-wrap:anywhere}\n"                           \
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"            \
    "th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;"          \
    "border-bottom:1px solid;overflow-wrap:anywhere}\n"                        \
    "thead th{font-weight:600}thead th:first-child{width:10rem}"               \
    ".findings th:first-child{width:5rem}.findings th:nth-child(2){width:14rem}"\
    ".number{font-weight:700;margin-inline-end:.75rem;"                        \
    "font-variant-numeric:tabular-nums}\n"                                     \
    "del,ins{text-decoration:none}.empty{font-style:italic}"                   \
    "img{display:block;width:6rem;height:6rem;object-fit:cover;"               \
    "border-radius:.5rem;border:1px solid;margin-bottom:.3rem}\n"              \
    "h3{font-size:1rem;font-weight:600;margin:1rem 0 .3rem;"                   \
    "break-after:avoid}h2{break-after:avoid}"                                  \
    ".todo{list-style:none;padding:0;margin:0;columns:17rem;column-gap:2rem}"  \
    ".todo li{padding:.35rem 0 .35rem 2rem;position:relative;"                 \
    "border-bottom:1px solid;break-inside:avoid;overflow-wrap:anywhere}"       \
    ".todo li::before{content:\"\";position:absolute;left:.3rem;top:.6rem;"    \
    "width:.9rem;height:.9rem;border:1.5px solid;border-radius:.2rem}"         \
    "\n.verdict{font-weight:600;padding:.6rem .8rem;border:1px solid;"         \
    "border-radius:.4rem}\n"                                                   \
    ".signature{margin-top:4rem;border-spacing:1.5rem 0;"                      \
    "border-collapse:separate}.signature td{border:0;border-top:1px solid}\n"  \
    HTML_COLOURS("#1b1f24", "#fff", "#57606a", "#d0d7de", "#f3f5f8",           \
                 "#b3261e", "#116329", "#7a5200")                              \
    "\n@media(prefers-color-scheme:dark){"                                     \
    HTML_COLOURS("#e6edf3", "#0d1117", "#9aa4af", "#30363d", "#161b22",        \
                 "#ff9d94", "#7ee787", "#e3b341")                              \
    "}\n@media print{"                                                         \
    HTML_COLOURS("#000", "#fff", "#444", "#999", "#eee", "#900", "#060",       \
                 "#640")                                                       \
    "body{margin:0;max-width:none;font-size:11pt}"                             \
    "thead th:first-child{width:7.5rem}"                                       \
    ".findings th:first-child{width:4rem}"                                     \
    ".findings th:nth-child(2){width:11rem}"                                   \
    "tr,li,.verdict,.signature{break-inside:avoid}"                            \
    "thead{display:table-header-group}"                                        \
    ".user{break-after:avoid}@page{margin:1.8cm}}\n"
/* clang-format on */

#endif
