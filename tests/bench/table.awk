# SPDX-License-Identifier: GPL-3.0-or-later
# Joins measured figures with their budgets. First file: budgets.csv. Second: Google Benchmark's CSV and lines "figure,value,unit".
# Ends with status 1 when a budget is missed or a budgeted figure was not measured.

function in_seconds(unit) {
    return unit == "s" ? 1 : unit == "ms" ? 1e-3 : unit == "us" || unit == "µs" ? 1e-6 : unit == "ns" ? 1e-9 : 0
}

function readable(seconds) {
    if (seconds >= 1) return sprintf("%.2f s", seconds)
    if (seconds >= 1e-3) return sprintf("%.2f ms", seconds * 1e3)
    if (seconds >= 1e-6) return sprintf("%.2f us", seconds * 1e6)
    return sprintf("%.1f ns", seconds * 1e9)
}

function row(figure, seconds) {
    if (!(figure in budget)) {
        printf "%-44s %12s %12s %7s\n", figure, readable(seconds), "-", "-"
        return
    }
    seen[figure] = 1
    printf "%-44s %12s %12s %7.2f%s\n", figure, readable(seconds), readable(budget[figure]), seconds / budget[figure],
        (seconds > budget[figure] ? "  over" : "")
    if (seconds > budget[figure]) missed++
}

BEGIN {
    FS = ","
    printf "%-44s %12s %12s %7s\n", "figure", "measured", "budget", "ratio"
}
{ gsub(/"/, "") }
FNR == NR {
    if ($0 !~ /^#/ && in_seconds($3)) {
        budget[$1] = $2 * in_seconds($3)
        order[++count] = $1
    }
    next
}
NF >= 5 && in_seconds($5) { row($1, $3 * in_seconds($5)); next } # Google Benchmark: name,iterations,real,cpu,unit,…
NF == 3 && in_seconds($3) { row($1, $2 * in_seconds($3)) }
END {
    for (i = 1; i <= count; i++)
        if (!(order[i] in seen)) {
            printf "%-44s %12s %12s\n", order[i], "not measured", readable(budget[order[i]])
            missed++
        }
    exit missed > 0
}
