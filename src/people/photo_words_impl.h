/*
 * What people write around the number or the name in the name of a picture;
 * private to the matching of photos.
 */
#ifndef CXBAK_PEOPLE_PHOTO_WORDS_IMPL_H
#define CXBAK_PEOPLE_PHOTO_WORDS_IMPL_H

/* Behind a word for extension, such as "ext103" or "Ext. 103" begin with;
 * NULL if there is none before a digit. */
const char *photo_words_number(const char *name);

/* The name without titles, years and words for pictures at either end: "Zoe
 * Penrod" of "Dr. Zoe Penrod 2023 final"; newly made, or NULL if nothing is
 * there to be left out, or less than two words would be left. */
char *photo_words_name(const char *name);

#endif
