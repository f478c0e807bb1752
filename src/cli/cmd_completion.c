/*
 * Completion of command lines.  The scripts are short: what may stand where is
 * known to the program, see complete.h, and they ask it with the words that
 * are there so far, as the shell has them, quotes and all.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/complete.h"

/* bash 4, and nothing else.  It makes several words of "--color=never" and
 * a@example.com; they are put together again, and what is offered is shortened
 * likewise. */
static const char bash[] =
    "# Completion of cxbak for bash; made by `cxbak completion bash`.\n"
    "_cxbak()\n"
    "{\n"
    "    local line=${COMP_LINE:0:COMP_POINT} rest word i kind typed skip\n"
    "    local words=() found=()\n"
    "    for ((i = 0; i <= COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]}\n"
    "        rest=${line#\"${line%%[![:space:]]*}\"}\n"
    "        [[ $rest == \"$word\"* || $i -eq COMP_CWORD ]] || word=$rest\n"
    "        [[ $i -lt COMP_CWORD ]] || word=$rest\n"
    "        if [[ $i -gt 0 && -n $line && $rest == \"$line\" ]]; then\n"
    "            words[${#words[@]}-1]+=$word\n"
    "        else\n"
    "            words+=(\"$word\")\n"
    "        fi\n"
    "        line=${rest#\"$word\"}\n"
    "    done\n"
    "    local program=${words[0]/#\\~\\//$HOME/}\n"
    "    typed=${words[${#words[@]}-1]}\n"
    "    skip=${typed%\"${typed##*[=:]}\"}\n"
    "    rest=${typed#\"$skip\"}\n"
    "    [[ $rest != *@* ]] || skip+=${rest%@*}\n"
    "    [[ $typed != *[\\'\\\"]* ]] || skip=''\n"
    "    COMPREPLY=()\n"
    "    mapfile -t found < <(\"$program\" completion bash -- \\\n"
    "        \"${words[@]:1}\" 2> /dev/null)\n"
    "    kind=${found[0]-words}\n"
    "    for word in \"${found[@]:1}\"; do\n"
    "        word=${word%%$'\\t'*}\n"
    "        COMPREPLY+=(\"${word#\"$skip\"}\")\n"
    "    done\n"
    "    case $kind in\n"
    "    words) compopt +o default ;;\n"
    "    folders) compopt +o default -o dirnames ;;\n"
    "    esac\n"
    "    for word in \"${COMPREPLY[@]}\"; do\n"
    "        # What has blanks is quoted by readline as names of files are.\n"
    "        [[ $word != *[!A-Za-z0-9@.,_+=:-]* ]] || compopt -o filenames\n"
    "        [[ $word != *= ]] || compopt -o nospace\n"
    "    done\n"
    "}\n"
    "complete -o default -F _cxbak cxbak\n";

static const char zsh[] =
    "#compdef cxbak\n"
    "# Completion of cxbak for zsh; made by `cxbak completion zsh`.\n"
    "_cxbak()\n"
    "{\n"
    "    local kind line\n"
    "    local -a found plain shown open\n"
    "    found=(\"${(@f)$(${~words[1]} completion zsh -- \\\n"
    "        \"${(@)words[2,CURRENT]}\" 2> /dev/null)}\")\n"
    "    kind=$found[1]\n"
    "    shift found\n"
    "    for line in $found; do\n"
    "        if [[ $line == *= ]] || [[ $line == *=$'\\t'* ]]; then\n"
    "            open+=(\"${line%%$'\\t'*}\")\n"
    "        else\n"
    "            plain+=(\"${line%%$'\\t'*}\")\n"
    "            shown+=(\"${line/$'\\t'/  -- }\")\n"
    "        fi\n"
    "    done\n"
    "    # What was typed stays until one is chosen, also where the words "
    "begin\n"
    "    # otherwise than it.\n"
    "    (( $#open + $#plain > 1 )) && [[ -n "
    "${(@)plain:#${(Q)words[CURRENT]}*} ]] \\\n"
    "        && compstate[insert]=menu\n"
    "    (( $#open )) && compadd -U -S '' -a open\n"
    "    (( $#plain )) && compadd -U -l -d shown -a plain\n"
    "    (( $#open + $#plain )) && return 0\n"
    "    case $kind in\n"
    "    files) _files ;;\n"
    "    folders) _files -/ ;;\n"
    "    *) return 1 ;;\n"
    "    esac\n"
    "}\n"
    "if [[ $funcstack[1] == _cxbak ]]; then\n"
    "    _cxbak \"$@\"\n"
    "else\n"
    "    compdef _cxbak cxbak\n"
    "fi\n";

static const char fish[] =
    "# Completion of cxbak for fish; made by `cxbak completion fish`.\n"
    "function __cxbak_complete\n"
    "    set -l words (commandline -opc)\n"
    "    set -l program (string replace -r '^~/' $HOME/ -- $words[1])\n"
    "    set -l found ($program completion fish -- \\\n"
    "        (string escape -n -- $words[2..-1]) \\\n"
    "        (commandline -ct) 2> /dev/null)\n"
    "    if set -q found[2]\n"
    "        printf '%s\\n' $found[2..-1]\n"
    "    else if test \"$found[1]\" = files\n"
    "        __fish_complete_path (commandline -ct)\n"
    "    else if test \"$found[1]\" = folders\n"
    "        __fish_complete_directories (commandline -ct)\n"
    "    end\n"
    "end\n"
    "complete -c cxbak -f -a '(__cxbak_complete)'\n";

static const struct {
    const char *name;
    const char *script;
} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

int
cmd_completion(struct args *a, struct err *e)
{
    size_t i;

    for (i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
        if (strcmp(a->operands[0], shells[i].name) != 0)
            continue;
        if (a->noperands > 1)
            complete(a, stdout);
        else
            fputs(shells[i].script, stdout);
        return ST_OK;
    }
    return args_fail(a, e,
                     "no script for the shell \"%s\"; there is one for bash, "
                     "zsh and fish",
                     a->operands[0]);
}
