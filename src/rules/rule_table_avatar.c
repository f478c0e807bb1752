/*
 * Rules of the catalogue about pictures: avatar-*.
 */
#include "rules/rules_impl.h"

static const struct rule rules[] = {
    {
        .code = "avatar-elsewhere",
        .severity = SEVERITY_NOTE,
        .title = "A picture lies on another host",
        .why = "ContactImage is an address on another host than the phone "
               "system's own names. What is shown comes from there, and not "
               "from the backup.",
        .fix = "Nothing, if that is meant. A picture that is set here is put "
               "into the backup, and ContactImage names it.",
        .source = "ContactImage, externalFqdn and internalFqdn in the "
                  "backup's database",
    },
    {
        .code = "avatar-entry-guess",
        .severity = SEVERITY_WARNING,
        .title = "How ContactImage names a picture is a guess",
        .why = "A phone system from version 16 on has the picture of a user in "
               "ContactImage. Nobody in this backup has one, so that its form "
               "is not known here, and the picture may not be shown.",
        .fix = "After the restore, look whether the console and an app show "
               "the picture. If they do not, set one picture in the console, "
               "back up, look how ContactImage names it, and set the others "
               "in that form.",
        .source = "3CX's object model names the element, not its form",
    },
    {
        .code = "avatar-kept",
        .severity = SEVERITY_NOTE,
        .title = "A picture stays, because others have it too",
        .why = "A queue, a phone book entry or another user names the same "
               "picture as this user. It is no longer this user's, but it is "
               "still in the backup.",
        .fix = "Nothing, if the others are to keep it. Else change it for them "
               "in the console, or clear the other user's avatar too.",
        .source = "ContactImage and properties in the backup's database",
    },
    {
        .code = "avatar-missing",
        .severity = SEVERITY_WARNING,
        .title = "A user's picture is not in the backup",
        .why = "ContactImage or a property names a picture that the archive "
               "does not hold, so clients show an empty frame after a "
               "restore.",
        .fix = "Set a picture, or remove the reference.",
        .source = "ContactImage and properties in the backup's database",
    },
    {
        .code = "avatar-not-square",
        .severity = SEVERITY_NOTE,
        .title = "A picture is not square",
        .why = "Clients show avatars in a circle or a square: parts are cut "
               "off, or the face becomes narrow or wide.",
        .fix = "Set the picture again, which crops it to a square.",
        .source = "the client asks for a square part when it takes a picture",
    },
    {
        .code = "avatar-orphan",
        .severity = SEVERITY_NOTE,
        .title = "A picture belongs to no user",
        .why = "Nothing in the database names it, and its name starts with no "
               "extension of this backup. It may be left over from a user who "
               "is gone, and "
               "is then a photo kept without need.",
        .fix = "Nothing for a restore. If it belongs to somebody, set it for "
               "that user.",
        .source = "the folder ProfilePictures of the backup",
    },
    {
        .code = "avatar-several",
        .severity = SEVERITY_WARNING,
        .title = "Several pictures for one user",
        .why = "More than one file can be the user's picture, and which one "
               "a phone system shows is not certain.",
        .fix = "Look at them, clear the avatar and set the right one again.",
        .source = "the folder ProfilePictures of the backup",
    },
    {
        .code = "avatar-small",
        .severity = SEVERITY_NOTE,
        .title = "A picture is very small",
        .why = "Clients show pictures larger than this, so it looks like a "
               "few coloured blocks, and nobody can see who it is.",
        .fix = "Set a larger picture: 256 x 256 pixels are enough.",
        .source = "the size at which clients show pictures in their lists",
    },
    {
        .code = "avatar-synced",
        .severity = SEVERITY_WARNING,
        .title = "The next synchronisation overwrites the picture",
        .why = "The phone system fetches the photos of users from Microsoft "
               "365 or Google. What is set here is replaced at the next run.",
        .fix = "Change the photo there, or switch the synchronisation of "
               "photos off in the console after the restore.",
        .source = "IsSyncPhoto in 3CX's description of its interface",
    },
    {
        .code = "avatar-too-large",
        .severity = SEVERITY_WARNING,
        .title = "A picture is very large",
        .why = "Every client loads the pictures of all colleagues. Photos as a "
               "camera makes them slow them down, and make the backup large.",
        .fix = "Set the picture again, which scales it down.",
        .source = "the client scales a picture down when it takes one",
    },
    {
        .code = "avatar-type",
        .severity = SEVERITY_WARNING,
        .title = "A picture's content is not what its name says",
        .why = "A JPEG that is called .png is shown by some programs and "
               "refused by others, which go by the name.",
        .fix = "Set the picture again, which writes the format that the name "
               "says.",
        .source = "the client takes jpg, jpeg and png",
    },
    {
        .code = "avatar-unreadable",
        .severity = SEVERITY_ERROR,
        .title = "A picture cannot be read",
        .why = "It is truncated, damaged, or in a format that clients do not "
               "show, such as HEIC or WebP.",
        .fix = "Set a JPEG or PNG, or remove the picture.",
        .source = "the client takes jpg, jpeg and png",
    },
};

const struct rule_group rules_of_avatar = {rules,
                                           sizeof(rules) / sizeof(rules[0])};
