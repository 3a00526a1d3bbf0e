#include "test/end_to_end/door_program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const files[] = {"image", "pins", "flash", "log"};

bool door_program_prepare(struct door_program *door, const char *program)
{
    memset(door, 0, sizeof(*door));
    door->program = program;
    (void)snprintf(door->folder, sizeof(door->folder), "/tmp/door-test-XXXXXX");
    if (mkdtemp(door->folder) == NULL) {
        return false;
    }
    char path[DOOR_PATH_MOST];
    door_program_path(door, "pins", path);
    door->pins = pins_map(path);
    return door->pins != NULL;
}

void door_program_path(const struct door_program *door, const char *name, char path[DOOR_PATH_MOST])
{
    (void)snprintf(path, DOOR_PATH_MOST, "%s/%s", door->folder, name);
}

bool door_program_write_image(const struct door_program *door, const struct image *image)
{
    static uint8_t room[IMAGE_MOST];
    char path[DOOR_PATH_MOST];
    const struct bytes bytes = image_encode(image, room, sizeof(room));
    door_program_path(door, "image", path);
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const bool written =
        file >= 0 && bytes.count > 0 && write(file, bytes.at, bytes.count) == (ssize_t)bytes.count;
    return file >= 0 && close(file) == 0 && written;
}

bool door_program_start(struct door_program *door)
{
    char paths[4][DOOR_PATH_MOST];
    for (size_t i = 0; i < 4; i++) {
        door_program_path(door, files[i], paths[i]);
    }
    door->process = fork();
    if (door->process == 0) {
        // A test that is killed takes its door with it.
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)execl(door->program, door->program, "--image", paths[0], "--pins", paths[1],
                    "--flash", paths[2], "--log", paths[3], (char *)NULL);
        _exit(127);
    }
    return door->process > 0;
}

static int wait_for(struct door_program *door)
{
    int status = 0;
    const pid_t ended = waitpid(door->process, &status, 0);
    const bool left = ended == door->process && WIFEXITED(status);
    door->process = 0;
    return left ? WEXITSTATUS(status) : -1;
}

void door_program_kill(struct door_program *door)
{
    if (door->process > 0 && kill(door->process, SIGKILL) == 0) {
        (void)wait_for(door);
        atomic_store(&door->pins->from_controller, 0);
    }
}

int door_program_stop(struct door_program *door)
{
    if (door->process <= 0 || kill(door->process, SIGTERM) != 0) {
        return -1;
    }
    return wait_for(door);
}

size_t door_program_counts(const struct door_program *door, const char *words, const char *others)
{
    char path[DOOR_PATH_MOST];
    char line[512];
    size_t count = 0;
    door_program_path(door, "log", path);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        count += strstr(line, words) != NULL && strstr(line, others) != NULL ? 1 : 0;
    }
    (void)fclose(file); // it was only read
    return count;
}

bool door_program_logged(const struct door_program *door, const char *words)
{
    return door_program_counts(door, words, "") > 0;
}

void door_program_remove(struct door_program *door)
{
    door_program_kill(door);
    for (size_t i = 0; i < 4; i++) {
        char path[DOOR_PATH_MOST];
        door_program_path(door, files[i], path);
        (void)unlink(path); // what is not there needs no removing
    }
    (void)rmdir(door->folder);
}
