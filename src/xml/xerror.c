#include <stddef.h>

#include <libxml/xmlerror.h>

#include "xml/xerror_impl.h"

static const struct kind {
    int code;
    const char *words;
} kinds[] = {
    {XML_ERR_DOCUMENT_EMPTY, "the first tag is missing"},
    {XML_ERR_DOCUMENT_END, "there is something behind the end"},
    {XML_ERR_EXTRA_CONTENT, "there is something behind the end"},
    {XML_ERR_INVALID_HEX_CHARREF, "a damaged &#x...; reference"},
    {XML_ERR_INVALID_DEC_CHARREF, "a damaged &#...; reference"},
    {XML_ERR_INVALID_CHARREF, "a damaged &#...; reference"},
    {XML_ERR_INVALID_CHAR, "a character that XML does not allow"},
    {XML_ERR_ENTITYREF_NO_NAME, "an & that is not written &amp;"},
    {XML_ERR_NAME_REQUIRED, "an & or < that is not written &amp; or &lt;"},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, "an & without its ;"},
    {XML_ERR_UNDECLARED_ENTITY, "an entity that is not one of XML's five"},
    {XML_WAR_UNDECLARED_ENTITY, "an entity that is not one of XML's five"},
    {XML_ERR_UNKNOWN_ENCODING, "an unknown encoding"},
    {XML_ERR_UNSUPPORTED_ENCODING, "an encoding that is not supported"},
    {XML_ERR_INVALID_ENCODING, "bytes that are no UTF-8"},
    {XML_ERR_LT_IN_ATTRIBUTE, "a < in the value of an attribute"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, "an attribute's value without quotes"},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, "an attribute's value has no end"},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute without a value"},
    {XML_ERR_ATTRIBUTE_REDEFINED, "an attribute is there twice"},
    {XML_ERR_COMMENT_NOT_FINISHED, "a comment has no end"},
    {XML_ERR_HYPHEN_IN_COMMENT, "-- inside a comment"},
    {XML_ERR_PI_NOT_STARTED, "a processing instruction without a name"},
    {XML_ERR_PI_NOT_FINISHED, "a processing instruction has no end"},
    {XML_ERR_RESERVED_XML_NAME, "an XML declaration that is not at the start"},
    {XML_ERR_XMLDECL_NOT_FINISHED, "the XML declaration is damaged"},
    {XML_ERR_VERSION_MISSING, "the XML declaration is damaged"},
    {XML_ERR_MISPLACED_CDATA_END, "]]> outside a CDATA section"},
    {XML_ERR_CDATA_NOT_FINISHED, "a CDATA section has no end"},
    {XML_ERR_SPACE_REQUIRED, "a blank is missing in a tag"},
    {XML_ERR_GT_REQUIRED, "a tag has no >"},
    {XML_ERR_LTSLASH_REQUIRED, "an end tag is damaged"},
    {XML_ERR_TAG_NAME_MISMATCH, "an end tag is not that of the open element"},
    {XML_ERR_TAG_NOT_FINISHED, "an element has no end"},
    {XML_ERR_NAME_TOO_LONG, "a name is too long"},
    {XML_ERR_INTERNAL_ERROR,
     "bytes that are no UTF-8, or more in one piece than libxml2 reads"},
};

const char *
xerror_kind(int code)
{
    size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].code == code)
            return kinds[i].words;
    }
    return "not well-formed";
}
