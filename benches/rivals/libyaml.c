/* Reads a file with libyaml and tells how long that took.
 *
 *     cc -O2 -o libyaml libyaml.c -lyaml
 *
 * It is told what to do on its standard input, a line at a time, and answers each with a line:
 *
 *     load PATH...TAB...PATH   how many bytes were read
 *     run                      nanoseconds of thread CPU time that the events of all files took, and how
 *                              many files were refused
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

struct file {
    unsigned char *bytes;
    size_t length;
};

static struct file *files;
static size_t count;

static struct file read_file(const char *path) {
    struct file file = {NULL, 0};
    FILE *stream = fopen(path, "rb");
    if (!stream) return file;
    fseek(stream, 0, SEEK_END);
    file.length = (size_t)ftell(stream);
    rewind(stream);
    file.bytes = malloc(file.length + 1);
    if (fread(file.bytes, 1, file.length, stream) != file.length) file.length = 0;
    fclose(stream);
    return file;
}

static size_t load(char *paths) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++) free(files[i].bytes);
    free(files);
    files = NULL;
    count = 0;
    for (char *path = strtok(paths, "\t\n"); path; path = strtok(NULL, "\t\n")) {
        files = realloc(files, (count + 1) * sizeof *files);
        files[count] = read_file(path);
        total += files[count++].length;
    }
    return total;
}

static int events(const struct file *file) {
    yaml_parser_t parser;
    yaml_event_t event;
    int done = 0, good = 1;
    if (!yaml_parser_initialize(&parser)) return 0;
    yaml_parser_set_input_string(&parser, file->bytes, file->length);
    while (!done) {
        if (!yaml_parser_parse(&parser, &event)) {
            good = 0;
            break;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        if (strncmp(line, "load ", 5) == 0) {
            printf("%zu\n", load(line + 5));
        } else {
            int refused = 0;
            long long start = now();
            for (size_t i = 0; i < count; i++) refused += !events(&files[i]);
            printf("%lld %d\n", now() - start, refused);
        }
        fflush(stdout);
    }
    return 0;
}
