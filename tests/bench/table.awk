# SPDX-License-Identifier: GPL-3.0-or-later
# Joins measured figures with their budgets. First file: budgets.csv. Second: Google Benchmark's CSV and lines "figure,value,unit".
# Ends with status 1 when a budget is missed or a budgeted figure was not measured.

# How many of its base unit a unit is: seconds, bytes, or bytes a second (of which more is better).
function in_base(unit) {
    return unit == "s" ? 1 : unit == "ms" ? 1e-3 : unit == "us" || unit == "µs" ? 1e-6 : unit == "ns" ? 1e-9 : \
        unit == "MB" || unit == "MB/s" ? 1e6 : 0
}

function readable(value, unit) {
    if (unit ~ /^MB/) return sprintf("%.1f %s", value / 1e6, unit)
    if (value >= 1) return sprintf("%.2f s", value)
    if (value >= 1e-3) return sprintf("%.2f ms", value * 1e3)
    if (value >= 1e-6) return sprintf("%.2f us", value * 1e6)
    return sprintf("%.1f ns", value * 1e9)
}

function row(figure, value, unit,    over) {
    if (!(figure in budget)) {
        printf "%-44s %12s %12s %7s\n", figure, readable(value, unit), "-", "-"
        return
    }
    seen[figure] = 1
    over = unit == "MB/s" ? value < budget[figure] : value > budget[figure]
    printf "%-44s %12s %12s %7.2f%s\n", figure, readable(value, unit), readable(budget[figure], unit), value / budget[figure],
        (over ? (unit == "MB/s" ? "  under" : "  over") : "")
    if (over) missed++
}

BEGIN {
    FS = ","
    printf "%-44s %12s %12s %7s\n", "figure", "measured", "budget", "ratio"
}
{ gsub(/"/, "") }
FNR == NR {
    if ($0 !~ /^#/ && in_base($3)) {
        budget[$1] = $2 * in_base($3)
        budget_unit[$1] = $3
        order[++count] = $1
    }
    next
}
NF >= 5 && in_base($5) { row($1, $3 * in_base($5), $5); next } # Google Benchmark: name,iterations,real,cpu,unit,…
NF == 3 && in_base($3) { row($1, $2 * in_base($3), $3) }
END {
    for (i = 1; i <= count; i++)
        if (!(order[i] in seen)) {
            printf "%-44s %12s %12s\n", order[i], "not measured", readable(budget[order[i]], budget_unit[order[i]])
            missed++
        }
    exit missed > 0
}
