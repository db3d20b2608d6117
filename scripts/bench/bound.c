/* How fast this could be: Scottish STV of a BLT file with whole weights, in C, reading included.

   One pass reads the file into a row of bytes; each candidate's pile is a list of papers. No ties are broken (the
   lower number goes first), nothing is explained, and nothing is checked: a file that is no BLT is read past its end. Usage: bound FILE; prints who is elected. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { ONE = 100000, MOST = 255 };
enum standing { HOPEFUL, ELECTED, OUT };

typedef struct { uint32_t *papers; size_t held, room; } pile;

static const unsigned char *text;
static unsigned char *choices;         /* all papers one after the other, each ended by a 0 */
static uint32_t *reading, *times;      /* for each paper: where it is read next, how many there are */
static int64_t *value;                 /* for each paper: what it is worth, of ONE */
static pile piles[MOST + 1];
static int64_t votes[MOST + 1];
static enum standing standing[MOST + 1];

static inline uint64_t number(void) {
    uint64_t found = 0;
    while (*text < '0') text++;
    while (*text >= '0') found = found * 10 + (*text++ - '0');
    return found;
}

/* One paper to the next candidate on it who is still hopeful. */
static inline void hand_on(uint32_t paper) {
    uint32_t at = reading[paper];
    while (choices[at] && standing[choices[at]] != HOPEFUL) at++;
    reading[paper] = at;
    unsigned char to = choices[at];
    if (!to) return;
    votes[to] += times[paper] * value[paper];
    pile *its = &piles[to];
    if (its->held == its->room) its->papers = realloc(its->papers, (its->room = its->room * 2 + 4096) * 4);
    its->papers[its->held++] = paper;
}

int main(int count, char **given) {
    if (count != 2) return 2;
    int file = open(given[1], O_RDONLY);
    struct stat about;
    if (file < 0 || fstat(file, &about)) return 1;
    size_t size = about.st_size;
    text = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    int candidates = number(), seats = number(), left = candidates;
    if (candidates > MOST) return 1;
    choices = malloc(size / 2 + 2);
    reading = malloc(size / 4 * sizeof *reading + 8);
    times = malloc(size / 4 * sizeof *times + 8);

    size_t papers = 0, filled = 0;
    int64_t valid = 0;
    for (uint64_t weight; (weight = number()); papers++) {
        times[papers] = weight;
        reading[papers] = filled;
        while ((choices[filled] = number())) filled++;
        if (reading[papers] < filled) valid += weight;
        filled++;
    }
    value = malloc(papers * sizeof *value + 8);
    for (uint32_t paper = 0; paper < papers; paper++) {
        value[paper] = ONE;
        hand_on(paper);
    }

    int64_t quota = (valid / (seats + 1) + 1) * ONE;
    int open_seats = seats;
    for (;;) {
        for (int best = 1; best && open_seats;) {
            best = 0;
            for (int who = 1; who <= candidates; who++)
                if (standing[who] == HOPEFUL && (votes[who] >= quota || left <= open_seats) &&
                    (!best || votes[who] > votes[best]))
                    best = who;
            if (!best) break;
            standing[best] = ELECTED;
            open_seats--, left--;
            printf("%d ", best);
        }
        if (!open_seats || !left) break;
        int from = 0;
        for (int who = 1; who <= candidates; who++)
            if (standing[who] == ELECTED && votes[who] > quota && (!from || votes[who] > votes[from])) from = who;
        int64_t had = votes[from], spare = had - quota;
        int surplus = from != 0;
        if (!surplus) {
            for (int who = 1; who <= candidates; who++)
                if (standing[who] == HOPEFUL && (!from || votes[who] < votes[from])) from = who;
            standing[from] = OUT;
            left--;
        }
        votes[from] = surplus ? quota : 0;
        int64_t worth = -1, becomes = 0;
        pile gone = piles[from];
        piles[from] = (pile){0};
        for (size_t at = 0; at < gone.held; at++) {
            uint32_t paper = gone.papers[at];
            if (surplus) {
                if (value[paper] != worth) {
                    worth = value[paper];
                    becomes = (__int128)spare * worth / had;
                }
                value[paper] = becomes;
            }
            hand_on(paper);
        }
    }
    printf("\n");
    return 0;
}
