#include "home/cli/completion.h"
#include "home/broker/acl.h"
#include "home/doors/door_settings.h"
#include "home/people/people.h"

#include <stdio.h>
#include <string.h>

static const char teaches[] =
    "Prints what bash needs to complete commands, options, doors and people of portcullis when "
    "Tab\n"
    "is pressed. In a shell, or in ~/.bashrc:\n"
    "\n"
    "  source <(portcullis completion bash)\n"
    "\n"
    "  portcullis completion doors\n"
    "  portcullis completion people\n"
    "\n"
    "The last two print names of this home, one a line; the script asks for them.\n"
    "\n"
    "Exit codes: 0 printed; 2 wrong use; 3 the home could not be read.\n";

static const char script_begin[] =
    "# bash completion of portcullis, made by `portcullis completion bash`.\n"
    "_portcullis_names()\n"
    "{\n"
    "    portcullis completion \"$1\" ${home:+--home \"$home\"} 2>/dev/null\n"
    "}\n"
    "\n";

static const char script_commands[] =
    "# Fills options, valued and words for the command; taken is how many words it has.\n"
    "_portcullis_command()\n"
    "{\n"
    "    taken=2\n"
    "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]-}\" in\n";

static const char script_middle[] = "    *)\n"
                                    "        taken=1\n"
                                    "        case \"${COMP_WORDS[1]}\" in\n";

// A word that is completed takes what may stand at its place: see _portcullis_place.
static const char script_end[] =
    "        *) taken=0 ;;\n"
    "        esac\n"
    "        ;;\n"
    "    esac\n"
    "}\n"
    "\n"
    "_portcullis_place()\n"
    "{\n"
    "    case \"$1\" in\n"
    "    DOOR | DOOR…) _portcullis_names doors ;;\n"
    "    NAME | NAME… | USER | USER… | PERSON | PERSON…) _portcullis_names people ;;\n"
    "    SETTING=VALUE*) printf '%s=\\n' $settings ;;\n"
    "    PROFILE) echo rev-closing stop-both two-step condo-rev condo-stop auto-close unknown \\\n"
    "        monitor-only ;;\n"
    "    WHICH) echo both closed open none ;;\n"
    "    TYPE) echo sectional other ;;\n"
    "    FILE) compgen -f -- \"$cur\" ;;\n"
    "    DIR) compgen -d -- \"$cur\" ;;\n"
    "    *'|'*) printf '%s\\n' ${1//'|'/ } ;;\n"
    "    esac\n"
    "}\n"
    "\n"
    "_portcullis()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} home=\"\" options=\"\" valued=\"\" words=\"\" "
    "taken=0\n"
    "    local i at=0 offered=\"\" value=\"\" place commands seconds settings\n"
    "    COMPREPLY=()\n"
    "    _portcullis_lists\n"
    "    _portcullis_command\n"
    "    if ((COMP_CWORD == 1)); then\n"
    "        offered=$commands\n"
    "    elif ((taken == 0 || COMP_CWORD <= taken)); then\n"
    "        for i in $seconds; do\n"
    "            [[ $i == \"${COMP_WORDS[1]}:\"* ]] && offered+=\" ${i#*:}\"\n"
    "        done\n"
    "    else\n"
    "        for ((i = taken + 1; i < COMP_CWORD; i++)); do\n"
    "            [[ ${COMP_WORDS[i]} == --home ]] && home=${COMP_WORDS[i + 1]}\n"
    "            if [[ $valued == *\" ${COMP_WORDS[i]}:\"* ]]; then\n"
    "                value=${valued#*\" ${COMP_WORDS[i]}:\"}\n"
    "                value=${value%% *}\n"
    "                i=$((i + 1))\n"
    "                ((i == COMP_CWORD)) && at=-1\n"
    "            elif [[ ${COMP_WORDS[i]} != -* ]]; then\n"
    "                at=$((at + 1))\n"
    "            fi\n"
    "        done\n"
    "        if ((at < 0)); then\n"
    "            offered=$(_portcullis_place \"$value\")\n"
    "        elif [[ $cur == -* ]]; then\n"
    "            offered=$options\n"
    "        else\n"
    "            place=($words)\n"
    "            ((at >= ${#place[@]} && ${#place[@]} > 0)) && at=$((${#place[@]} - 1))\n"
    "            offered=$(_portcullis_place \"${place[at]-}\")\n"
    "            [[ ${place[at]-} == SETTING* ]] && compopt -o nospace 2>/dev/null\n"
    "        fi\n"
    "    fi\n"
    "    COMPREPLY=($(compgen -W \"$offered\" -- \"$cur\"))\n"
    "}\n"
    "complete -F _portcullis portcullis\n";

// The row's own program prints what arguments.h says of ARGUMENTS_LISTING.
static void print_row(const struct command_row *row, const char *indent, bool two)
{
    char listing[] = ARGUMENTS_LISTING;
    char *const argv[] = {listing, NULL};
    (void)printf("%s\"%s\") ", indent, two ? command_words(row).text : row->word);
    (void)row->run(1, argv); // it prints, and cannot fail
    (void)printf(" ;;\n");
}

static bool is_first_of_its_word(const struct command_table *table, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(table->rows[i].word, table->rows[index].word) == 0) {
            return false;
        }
    }
    return true;
}

static void print_words(const struct command_table *table)
{
    (void)printf("_portcullis_lists()\n{\n    commands=\"");
    for (size_t i = 0; i < table->count; i++) {
        if (is_first_of_its_word(table, i)) {
            (void)printf("%s ", table->rows[i].word);
        }
    }
    (void)printf("--help --version\"\n    seconds=\"");
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].second != NULL) {
            (void)printf("%s:%s ", table->rows[i].word, table->rows[i].second);
        }
    }
    (void)printf("\"\n    settings=\"");
    for (size_t i = 0; i < DOOR_SETTINGS; i++) {
        (void)printf("%s ", door_setting_name(i));
    }
    (void)printf("\"\n}\n\n");
}

static void print_script(const struct command_table *table)
{
    (void)printf("%s", script_begin);
    print_words(table);
    (void)printf("%s", script_commands);
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].second != NULL) {
            print_row(&table->rows[i], "    ", true);
        }
    }
    (void)printf("%s", script_middle);
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].second == NULL) {
            print_row(&table->rows[i], "        ", false);
        }
    }
    (void)printf("%s", script_end);
}

static bool print_doors(const struct home *home, struct failure *failure)
{
    struct doors doors;
    if (!doors_list(home, &doors, failure)) {
        return false;
    }
    for (size_t i = 0; i < doors.count; i++) {
        (void)printf("%s\n", doors.name[i]);
    }
    return true;
}

// Persons and their devices, each once.
static bool print_people(const struct home *home, struct failure *failure)
{
    static struct people people; // large, and there is one
    if (!people_read(home->folder.text, &people, failure)) {
        return false;
    }
    for (uint8_t i = 0; i < people.count; i++) {
        const struct user_name user = person_user(&people.at[i]);
        const struct user_name whose = person_whose(user.text);
        if (!person_connects(&people.at[i])) {
            continue;
        }
        (void)printf("%s\n", user.text);
        if (strcmp(whose.text, user.text) != 0) {
            (void)printf("%s\n", whose.text);
        }
    }
    return true;
}

static bool print_names(const char *home_option, const char *which, struct failure *failure)
{
    struct path folder;
    struct home home;
    if (!home_choose(home_option, &folder, failure) ||
        !home_open_any(folder.text, &home, failure)) {
        return false;
    }
    return strcmp(which, "doors") == 0 ? print_doors(&home, failure) : print_people(&home, failure);
}

enum cli_exit completion_run(const struct command_table *table, int argc, char *const *argv)
{
    const char *home = NULL;
    const struct option_row rows[] = {
        {"home", OPTION_TEXT, &home, "DIR", "where the home is"},
    };
    const struct arguments arguments = {
        .usage = "portcullis completion bash|doors|people",
        .teaches = teaches,
        .options = rows,
        .option_count = sizeof(rows) / sizeof(rows[0]),
        .words_least = 1,
        .words_most = 1,
    };
    struct words words;
    struct failure failure;
    enum cli_exit answer = CLI_DONE;
    if (!cli_arguments(&arguments, argc, argv, &words, &answer)) {
        return answer;
    }
    if (strcmp(words.at[0], "bash") == 0) {
        print_script(table);
        return CLI_DONE;
    }
    if (strcmp(words.at[0], "doors") != 0 && strcmp(words.at[0], "people") != 0) {
        (void)failure_say(&failure, "\"%.32s\" cannot be completed: say bash, doors or people",
                          words.at[0]);
        return cli_fail(&failure, CLI_USAGE);
    }
    return print_names(home, words.at[0], &failure) ? CLI_DONE
                                                    : cli_fail(&failure, CLI_ENVIRONMENT);
}
