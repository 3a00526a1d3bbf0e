#include "home/broker/acl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What an identity is at a door, or in the home. One may be several.
enum {
    DOOR = 1,          // that door itself
    USER = 2,          // a person who commands that door
    WITNESS = 4,       // … and is told of everything: owners, members, the keeper
    KEEPER = 8,        // remembers, warns, and answers what was
    TIMEKEEPER = 16,   // the keeper; until there is one, the command line
    COMMAND_LINE = 32, // of an owner who signs rosters
    INVITED = 64       // somebody with an open invitation
};

// The table "Topics" of docs/protocol.md. What stands in <> is an identity's own name where it is
// there as USER or INVITED, and everybody's else.
struct acl_row {
    const char *topic; // below the root, or from the very top where it begins with /
    unsigned writers;
    unsigned readers;
};

static const struct acl_row rows[] = {
    {"<door>/epoch", DOOR, USER | COMMAND_LINE},
    {"<door>/state", DOOR, USER | COMMAND_LINE},
    {"<door>/availability", DOOR, USER | COMMAND_LINE},
    {"<door>/command/<user>", USER | COMMAND_LINE, DOOR | KEEPER},
    {"<door>/ack/<user>", DOOR, USER | KEEPER},
    {"<door>/event", DOOR, WITNESS},
    {"<door>/stored", KEEPER, DOOR},
    {"<door>/roster", COMMAND_LINE, DOOR | WITNESS | COMMAND_LINE},
    {"<door>/time", TIMEKEEPER, DOOR},
    {"<door>/home-assistant/set", 0, KEEPER}, // nobody writes it until the owner switches it on
    {"enrol/<invite8>", INVITED | COMMAND_LINE, COMMAND_LINE},
    {"enrol/<invite8>/login", COMMAND_LINE, INVITED},
    {"keeper/query/<user>", USER, KEEPER},
    {"keeper/reply/<user>", KEEPER, USER},
    {"/homeassistant/device/<id>/config", KEEPER, 0},
};

enum {
    ROWS = sizeof(rows) / sizeof(rows[0])
};

struct identity {
    unsigned roles;
    const char *user;    // in topics
    const char *invite8; // of the invitation, if any
    const char *door;    // at which; NULL: in the home
};

struct writing {
    FILE *text;
    const char *root;
};

static const char *name_in(const char *slot, size_t length, const struct identity *identity)
{
    if (strncmp(slot, "<door>", length) == 0) {
        return identity->door;
    }
    if (strncmp(slot, "<user>", length) == 0) {
        return identity->user;
    }
    return strncmp(slot, "<invite8>", length) == 0 ? identity->invite8 : "+";
}

// "topic write portcullis/garage/command/bob-phone"
static void print_row(const struct writing *writing, const char *access, const char *topic,
                      const struct identity *as)
{
    (void)fprintf(writing->text, "topic %s ", access);
    if (topic[0] == '/') {
        topic++;
    } else {
        (void)fprintf(writing->text, "%s/", writing->root);
    }
    while (*topic != '\0') {
        const size_t length = *topic == '<' ? strcspn(topic, ">") + 1 : 1;
        if (length > 1) {
            (void)fputs(name_in(topic, length, as), writing->text);
        } else {
            (void)fputc(*topic, writing->text);
        }
        topic += length;
    }
    (void)fputc('\n', writing->text);
}

// The identity as one half of a row sees it: by its own name, or for all names.
static void print_half(const struct writing *writing, const char *access, unsigned roles,
                       const struct acl_row *row, const struct identity *identity)
{
    const struct identity all = {roles, "+", "+", identity->door};
    const bool by_name = (roles & ~(unsigned)(USER | INVITED)) == 0;
    if (roles != 0) {
        print_row(writing, access, row->topic, by_name ? identity : &all);
    }
}

static bool is_of_a_door(const struct acl_row *row)
{
    return strncmp(row->topic, "<door>", 6) == 0;
}

// All rows of an identity at its door, or those that belong to none.
static void print_rows(const struct writing *writing, const struct identity *identity)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (is_of_a_door(&rows[i]) == (identity->door != NULL)) {
            const unsigned writes = rows[i].writers & identity->roles;
            const unsigned reads = rows[i].readers & identity->roles;
            print_half(writing, "write", writes, &rows[i], identity);
            print_half(writing, "read", reads, &rows[i], identity);
        }
    }
}

// What somebody is in the home, wherever he may.
static unsigned roles_of(const struct person *person)
{
    const uint8_t role = person->entry.role;
    const struct user_name name = person_user(person);
    if (!person_connects(person) || name_is_of_the_broker(name.text)) {
        return 0;
    }
    if (role == ROLE_AUTOMATION && strcmp(name.text, "keeper") == 0) {
        return USER | WITNESS | KEEPER | TIMEKEEPER;
    }
    return role == ROLE_OWNER || role == ROLE_MEMBER ? USER | WITNESS : USER;
}

// An owner with an admin's key, on whatever machine of his: he runs a command line of his own. A phone runs
// none, and has no certificate of ours; whom somebody's own broker knows has one of his.
static bool signs_rosters(const struct home_settings *settings, const struct people *people,
                          const struct person *person)
{
    if (!settings->broker_foreign && person->certificate[0] == '\0') {
        return false;
    }
    const struct user_name whose = person_whose(person_user(person).text);
    for (uint8_t i = 0; i < people->count; i++) {
        const struct user_name admin = person_user(&people->at[i]);
        if (people->at[i].entry.role == ROLE_ADMIN &&
            strcmp(person_whose(admin.text).text, whose.text) == 0) {
            return person->entry.role == ROLE_OWNER;
        }
    }
    return false;
}

static bool has_keeper(const struct people *people)
{
    for (uint8_t i = 0; i < people->count; i++) {
        if ((roles_of(&people->at[i]) & KEEPER) != 0) {
            return true;
        }
    }
    return false;
}

static void print_person(const struct writing *writing, const struct home_settings *settings,
                         const struct identities *identities, const struct person *person)
{
    const struct doors *doors = &identities->doors;
    const struct user_name name = person_user(person);
    const unsigned office = signs_rosters(settings, &identities->people, person) ? COMMAND_LINE : 0;
    struct identity identity = {roles_of(person) | office, name.text, "+", NULL};
    (void)fprintf(writing->text, "\nuser %s\n", name.text);
    print_rows(writing, &identity);
    for (size_t i = 0; i < doors->count; i++) {
        if (person_may_at(person, doors->name[i])) {
            identity.door = doors->name[i];
            print_rows(writing, &identity);
        }
    }
}

// This command line keeps its own rows whatever becomes of its owner's key: it has to sign him out.
static void print_command_line(const struct writing *writing, const struct home_settings *settings,
                               const struct identities *identities)
{
    const unsigned office =
        has_keeper(&identities->people) ? COMMAND_LINE : COMMAND_LINE | TIMEKEEPER;
    const struct person *person = NULL;
    for (uint8_t i = 0; i < identities->people.count; i++) {
        const struct user_name name = person_user(&identities->people.at[i]);
        if (strcmp(name.text, settings->owner) == 0 && person_connects(&identities->people.at[i])) {
            person = &identities->people.at[i];
        }
    }
    const unsigned own = person == NULL ? 0 : roles_of(person);
    (void)fprintf(writing->text, "\nuser %s\n",
                  settings->broker_user[0] == '\0' ? settings->owner : settings->broker_user);
    const struct identity at_home = {office | own, settings->owner, "+", NULL};
    print_rows(writing, &at_home);
    for (size_t i = 0; i < identities->doors.count; i++) {
        const char *door = identities->doors.name[i];
        const bool may = person != NULL && person_may_at(person, door);
        const struct identity at_door = {may ? office | own : office, settings->owner, "+", door};
        print_rows(writing, &at_door);
    }
}

static void print_invitation(const struct writing *writing, const struct invitation *invitation)
{
    const struct invite_digits digits = invitation_digits(invitation);
    const struct identity identity = {INVITED, "+", digits.text, NULL};
    (void)fprintf(writing->text, "\nuser %s\n", invitation_login(invitation).text);
    print_rows(writing, &identity);
}

static void print_everybody(const struct writing *writing, const struct home_settings *settings,
                            const struct identities *identities)
{
    print_command_line(writing, settings, identities);
    for (uint8_t i = 0; i < identities->people.count; i++) {
        const struct person *person = &identities->people.at[i];
        const struct user_name name = person_user(person);
        if (roles_of(person) != 0 && !person_is_over(person, identities->now) &&
            strcmp(name.text, settings->owner) != 0) {
            print_person(writing, settings, identities, person);
        }
    }
    for (uint8_t i = 0; i < identities->invitations.count; i++) {
        const struct invitation *invitation = &identities->invitations.at[i];
        if (invitation_is_at_the_broker(invitation, identities->now)) {
            print_invitation(writing, invitation);
        }
    }
    for (size_t i = 0; i < identities->doors.count; i++) {
        const struct identity identity = {DOOR, "+", "+", identities->doors.name[i]};
        (void)fprintf(writing->text, "\nuser %s\n", identities->door_login[i].user);
        print_rows(writing, &identity);
    }
}

char *acl_text(const struct home_settings *settings, const struct identities *identities)
{
    char *written = NULL;
    size_t count = 0;
    FILE *text = open_memstream(&written, &count);
    if (text == NULL) {
        return NULL;
    }
    const struct writing writing = {text, settings->topic_root};
    (void)fprintf(text, "# Made by portcullis from people and doors; what is changed here by hand "
                        "is lost.\n"
                        "# No row above the first user: whoever is not named may nothing.\n");
    print_everybody(&writing, settings, identities);
    const bool failed = ferror(text) != 0;
    if (fclose(text) != 0 || failed) {
        free(written);
        return NULL;
    }
    return written;
}
