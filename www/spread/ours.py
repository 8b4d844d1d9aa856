"""Makes ours.csv of the lines that `redes ledger` writes.

    redes ledger --case 1.0 --case 1.1 --case 2.0 --case 2.1 --seeds 20 --json | python3 ours.py > ours.csv
"""
import json
import sys

COLUMNS = ["loss", "accuracy", "val-loss", "val-accuracy"]
EPOCHS = {"1.0": 3, "1.1": 3, "2.0": 2, "2.1": 3}

measured = {}
for line in sys.stdin:
    entry = json.loads(line)
    measured[entry["id"]] = [run[0] if len(run) == 1 else run for run in entry["measured"]]

print("network,seed,epoch,loss,accuracy,test_loss,test_accuracy,outputs")
for case, epochs in EPOCHS.items():
    if not measured.get(f"{case}/epoch-1/loss"):
        continue
    for seed in range(20):
        for epoch in range(1, epochs + 1):
            names = [f"{case}/epoch-{epoch}/{column}" for column in COLUMNS]
            if epoch == epochs:
                # The thesis measures the digits on the test once, at the end.
                names[3] = names[3] if names[3] in measured else f"{case}/test-accuracy"
            numbers = [f"{measured[name][seed]:.5f}" if measured.get(name) else "" for name in names]
            outputs = ""
            answers = measured.get(f"{case}/first-answer")
            if epoch == epochs and answers:
                outputs = f"{answers[seed][7] if case[0] == '1' else answers[seed]:.5f}"
            print(",".join([case, str(seed + 1), str(epoch), *numbers, outputs]))
