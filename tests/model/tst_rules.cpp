// SPDX-License-Identifier: GPL-3.0-or-later
// The condition language of rules: what holds, what stays silent because a fact is unknown, what is refused.
#include "model/match/rules.h"

#include <QTest>

using namespace archway;

namespace {

Facts facts()
{
    Facts out;
    out.numbers["accelerators"] = 64;
    out.numbers["shared_tokens"] = 2000;
    out.numbers["weight_bytes"] = 6.73e11;
    out.numbers["deadline_days"] = std::nullopt;
    out.words["phase"] = "pretraining";
    out.words["instance"] = "";
    out.lists["needs"] = {"retrieval", "agents"};
    return out;
}

} // namespace

class TestRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void conditions_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* condition, const char* answer) {
            QTest::newRow(condition) << QString::fromLatin1(condition) << QString::fromLatin1(answer);
        };
        row("accelerators >= 64", "yes");
        row("accelerators > 64", "no");
        row("accelerators = 64", "yes");
        row("accelerators != 64", "no");
        row("accelerators < 65", "yes");
        row("accelerators <= 63", "no");
        row("shared_tokens >= 2k", "yes");
        row("weight_bytes > 1T", "no");
        row("phase = pretraining", "yes");
        row("phase != pretraining", "no");
        row("needs has agents", "yes");
        row("needs has batch", "no");
        row("not needs has batch", "yes");
        row("phase = inference or needs has agents and accelerators > 8", "yes");
        row("( phase = inference or needs has agents ) and accelerators > 64", "no");
        row("not (phase = pretraining and needs has agents)", "no");
        // An unknown fact leaves the rule silent, but does not hide what is certain without it.
        row("deadline_days < 7", "silent");
        row("not deadline_days < 7", "silent");
        row("deadline_days < 7 or phase = pretraining", "yes");
        row("deadline_days < 7 and phase = inference", "no");
        row("deadline_days < 7 and phase = pretraining", "silent");
        row("instance = p5.48xlarge", "silent");
        // Everything else is refused.
        row("", "refused");
        row("accelerators", "refused");
        row("accelerators >= many", "refused");
        row("accelerators has 64", "refused");
        row("phase > inference", "refused");
        row("colour = red", "refused");
        row("accelerators > 8 phase = inference", "refused");
        row("( accelerators > 8", "refused");
        row("accelerators > 8 )", "refused");
        row("not not not not not not not not not not not not not not not not not not needs has agents", "refused");
    }
    void conditions()
    {
        QFETCH(QString, condition);
        QFETCH(QString, answer);
        const auto result = holds(condition.toStdString(), facts());
        QCOMPARE(!result        ? QStringLiteral("refused")
                     : !*result ? QStringLiteral("silent")
                     : **result ? QStringLiteral("yes")
                                : QStringLiteral("no"),
                 answer);
        if (!result)
            QVERIFY(result.error().code == Error::Code::BadInput);
    }

    void reasonsReadLikeAnEngineerWrites()
    {
        QCOMPARE(filled("{weight_bytes} of weights in {phase}, {shared_tokens} shared on {accelerators}", facts()),
                 "673 GB of weights in pretraining, " + format_tokens(2000) + " shared on 64");
        QCOMPARE(filled("{needs} asked", facts()), std::string("retrieval, agents asked"));
        QCOMPARE(filled("an {open brace", facts()), std::string("an {open brace"));
    }

    void rulesDecideARole()
    {
        Catalog catalog;
        const auto entity = [&catalog](const char* id, const char* status) {
            catalog.knowledge.entities.push_back({id, "service", id, {}, status, "", "", ""});
        };
        entity("role-retrieval", "");
        entity("own", "available");
        entity("managed", "available");
        entity("closed", "closed-to-new-customers");
        for (const char* id : {"own", "managed", "closed"})
            catalog.knowledge.relations.push_back({id, "candidate-of", "role-retrieval", "Use when …", {}});
        catalog.knowledge.rules = {
            {"need", "retrieval", "role-retrieval", "needs has retrieval", 0, false, "asked", {}, {}},
            {"for-managed", "retrieval", "managed", "operations = managed", 0.3, false, "{operations} operation", {}, {}},
            {"for-closed", "retrieval", "closed", "operations = managed", 1, false, "best of all", {}, {}},
            {"gate-own", "retrieval", "own", "operations = managed", 0, true, "needs a team", {}, {}},
        };
        Scenario scenario;
        const MatchInput input{scenario, catalog, nullptr};
        QVERIFY(!decide_by_rules(input, facts_of(input), "retrieval"));
        scenario.needs = {"retrieval"};
        scenario.constraints.operations = "managed";
        const auto decision = decide_by_rules(input, facts_of(input), "retrieval");
        QVERIFY(decision.has_value());
        QCOMPARE(decision->chosen, std::string("managed"));
        QCOMPARE(decision->winner()->reasons.front().text, std::string("managed operation"));
        QCOMPARE(decision->winner()->reasons.front().ref, std::string("for-managed"));
        QCOMPARE(decision->candidate("own")->rejected_because, std::string("needs a team"));
        QVERIFY(decision->candidate("closed")->verdict == Verdict::Rejected);
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
