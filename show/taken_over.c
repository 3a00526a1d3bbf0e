#include "show/taken_over.h"

#include "show/names.h"

#include <stdio.h>
#include <string.h>

static bool stays(const char *line)
{
    static const char *const gone[] = {"acl_file ", "allow_anonymous "};
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
        if (strncmp(line, gone[i], strlen(gone[i])) == 0) {
            return false;
        }
    }
    return true;
}

// Copies what stays, line by line.
static void copy(FILE *from, FILE *to)
{
    char line[PATH_ROOM + 64];
    while (fgets(line, sizeof(line), from) != NULL) {
        if (stays(line)) {
            (void)fputs(line, to); // told by ferror in the end
        }
    }
}

// Everybody may everything, only the door may not read its commands.
static const char holding_back[] = "topic readwrite #\n"
                                   "pattern readwrite #\n"
                                   "user door-" STAGE_DOOR "\n"
                                   "topic deny portcullis/" STAGE_DOOR "/command/#\n";

static bool write_configuration(const struct places *places, uint16_t plain_port, bool holds_back,
                                struct failure *failure)
{
    FILE *from = fopen(places->configuration.text, "re");
    if (from == NULL) {
        return failure_of_system(failure, "read", places->configuration.text);
    }
    FILE *to = fopen(places->taken_over.text, "we");
    if (to == NULL) {
        (void)fclose(from); // was only read
        return failure_of_system(failure, "write", places->taken_over.text);
    }
    copy(from, to);
    (void)fprintf(to, "allow_anonymous true\nlistener %u 127.0.0.1\n", (unsigned)plain_port);
    if (holds_back) {
        (void)fprintf(to, "acl_file %s\n", places->holding_back.text);
    }
    (void)fclose(from); // was only read
    const bool failed = ferror(to) != 0;
    return (fclose(to) == 0 && !failed) ||
           failure_of_system(failure, "write", places->taken_over.text);
}

bool taken_over_write(const struct places *places, uint16_t plain_port, bool holds_back,
                      struct failure *failure)
{
    return file_write(places->holding_back.text, bytes_of_text(holding_back), failure) &&
           write_configuration(places, plain_port, holds_back, failure);
}
