# What goes into people's hands: a static program.

include src/package/static/static.mk
