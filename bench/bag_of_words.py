"""The simplest thing that one could try on the reviews: a logistic regression that is told which words appear.

It backs chapter 8, section "Was it the convolution?": 87.88% of the test. A review is the set of those of its last 500
words that the networks know, without order, place or number of times; padding, start and unknown words are no words.
C, scikit-learn's inverse of the regularisation, is chosen on 5,000 reviews of the training half put aside; then the
model is fitted on the whole half. Reads train.bin and test.bin as `cargo xtask data` leaves them.

Packages: numpy, scipy, scikit-learn (measured with 2.4.6, 1.17.1, 1.9.1 and Python 3.11).
"""
import argparse
from pathlib import Path

from work import default_folder, reviews, say

WORDS, LENGTH, SPECIAL = 5_000, 500, 2  # ids of the networks, words of a review, the last id that is no word
CS = (1.0, 0.1, 0.03, 0.01, 0.003)
ASIDE = 5_000


def bags(given, half):
    """[n, WORDS], 1 where the word appears, and the labels."""
    import numpy as np
    import scipy.sparse as sparse

    x, y = reviews(given, half, LENGTH)
    x = x.astype(np.int32)
    rows, places = np.nonzero(x > SPECIAL)
    words = x[rows, places]
    bags = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, words)), shape=(len(y), WORDS))
    bags.sum_duplicates()
    bags.data[:] = 1  # how often a word appears is not told
    return bags, y


def main():
    parser = argparse.ArgumentParser(description="Classifies the reviews by which words appear in them.")
    parser.add_argument("--data", type=Path, default=default_folder("imdb"), help="folder with train.bin and test.bin")
    parser.add_argument("--seed", type=int, default=1, help="of the reviews put aside")
    given = parser.parse_args()

    import numpy as np
    from sklearn.linear_model import LogisticRegression

    def fitted(c, x, y):
        return LogisticRegression(C=c, max_iter=1000, solver="liblinear").fit(x, y)

    (x, y), (test_x, test_y) = bags(given, "train"), bags(given, "test")
    order = np.random.RandomState(given.seed).permutation(len(y))
    learnt, aside = order[:-ASIDE], order[-ASIDE:]
    accuracies = {}
    for c in CS:
        accuracies[c] = fitted(c, x[learnt], y[learnt]).score(x[aside], y[aside])
        say(where="scikit-learn", C=c, validation_accuracy=accuracies[c])
    best = max(accuracies, key=accuracies.get)
    say(where="scikit-learn", C=best, words=int((x.getnnz(0) > 0).sum()),
        test_accuracy=fitted(best, x, y).score(test_x, test_y))


if __name__ == "__main__":
    main()
