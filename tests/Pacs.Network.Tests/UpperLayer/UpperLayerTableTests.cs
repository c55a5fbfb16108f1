using Pacs.Network;

namespace Pacs.Network.Tests;

/// <summary>Each cell of Table 9-10 against a second writing of it, in the form in which the standard prints it.</summary>
[Category("PS3.8 §9.2.3")]
public sealed class UpperLayerTableTests
{
    /// <summary>Rows are events, columns states; AR-8 has two next states, requestor's first.</summary>
    private const string Table = """
              Sta1      Sta2       Sta3       Sta4      Sta5       Sta6       Sta7          Sta8       Sta9       Sta10       Sta11      Sta12      Sta13
        Evt1  AE-1,Sta4 -          -          -         -          -          -             -          -          -           -          -          -
        Evt2  -         -          -          AE-2,Sta5 -          -          -             -          -          -           -          -          -
        Evt3  -         AA-1,Sta13 AA-8,Sta13 -         AE-3,Sta6  AA-8,Sta13 AA-8,Sta13    AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-6,Sta13
        Evt4  -         AA-1,Sta13 AA-8,Sta13 -         AE-4,Sta1  AA-8,Sta13 AA-8,Sta13    AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-6,Sta13
        Evt5  AE-5,Sta2 -          -          -         -          -          -             -          -          -           -          -          -
        Evt6  -         AE-6,Sta3  AA-8,Sta13 -         AA-8,Sta13 AA-8,Sta13 AA-8,Sta13    AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-7,Sta13
        Evt7  -         -          AE-7,Sta6  -         -          -          -             -          -          -           -          -          -
        Evt8  -         -          AE-8,Sta13 -         -          -          -             -          -          -           -          -          -
        Evt9  -         -          -          -         -          DT-1,Sta6  -             AR-7,Sta8  -          -           -          -          -
        Evt10 -         AA-1,Sta13 AA-8,Sta13 -         AA-8,Sta13 DT-2,Sta6  AR-6,Sta7     AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-6,Sta13
        Evt11 -         -          -          -         -          AR-1,Sta7  -             -          -          -           -          -          -
        Evt12 -         AA-1,Sta13 AA-8,Sta13 -         AA-8,Sta13 AR-2,Sta8  AR-8,Sta9/10  AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-6,Sta13
        Evt13 -         AA-1,Sta13 AA-8,Sta13 -         AA-8,Sta13 AA-8,Sta13 AR-3,Sta1     AA-8,Sta13 AA-8,Sta13 AR-10,Sta12 AR-3,Sta1  AA-8,Sta13 AA-6,Sta13
        Evt14 -         -          -          -         -          -          -             AR-4,Sta13 AR-9,Sta11 -           -          AR-4,Sta13 -
        Evt15 -         -          AA-1,Sta13 AA-2,Sta1 AA-1,Sta13 AA-1,Sta13 AA-1,Sta13    AA-1,Sta13 AA-1,Sta13 AA-1,Sta13  AA-1,Sta13 AA-1,Sta13 -
        Evt16 -         AA-2,Sta1  AA-3,Sta1  -         AA-3,Sta1  AA-3,Sta1  AA-3,Sta1     AA-3,Sta1  AA-3,Sta1  AA-3,Sta1   AA-3,Sta1  AA-3,Sta1  AA-2,Sta1
        Evt17 -         AA-5,Sta1  AA-4,Sta1  AA-4,Sta1 AA-4,Sta1  AA-4,Sta1  AA-4,Sta1     AA-4,Sta1  AA-4,Sta1  AA-4,Sta1   AA-4,Sta1  AA-4,Sta1  AR-5,Sta1
        Evt18 -         AA-2,Sta1  -          -         -          -          -             -          -          -           -          -          AA-2,Sta1
        Evt19 -         AA-1,Sta13 AA-8,Sta13 -         AA-8,Sta13 AA-8,Sta13 AA-8,Sta13    AA-8,Sta13 AA-8,Sta13 AA-8,Sta13  AA-8,Sta13 AA-8,Sta13 AA-7,Sta13
        """;

    [TestCaseSource(nameof(Cells))]
    public void Cell_HasTheActionAndNextStateOfTheStandard(string state, string evt, string expected)
    {
        var before = Enum.Parse<UpperLayerState>(state);
        UpperLayerAction action = UpperLayerTable.Action(before, Enum.Parse<UpperLayerEvent>(evt));
        if (expected == "-")
        {
            Assert.That(action, Is.EqualTo(UpperLayerAction.None));
            Assert.That(UpperLayerTable.Next(action, before, isRequestor: true), Is.EqualTo(before));
            return;
        }

        string[] parts = expected.Split(',');
        string[] next = parts[1] == "Sta9/10" ? ["Sta9", "Sta10"] : [parts[1], parts[1]];
        Assert.That(action.ToString(), Is.EqualTo(parts[0].Replace("-", "")));
        Assert.That(UpperLayerTable.Next(action, before, isRequestor: true).ToString(), Is.EqualTo(next[0]));
        Assert.That(UpperLayerTable.Next(action, before, isRequestor: false).ToString(), Is.EqualTo(next[1]));
    }

    [Test]
    public void Table_Covers13StatesAnd19Events() => Assert.That(Cells().Count(), Is.EqualTo(13 * 19));

    private static IEnumerable<TestCaseData> Cells()
    {
        string[] lines = Table.Split('\n');
        string[] states = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines[1..])
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int column = 0; column < states.Length; column++)
                yield return new TestCaseData(states[column], cells[0], cells[column + 1]).SetName($"{states[column]}_{cells[0]}_{(cells[column + 1] == "-" ? "IsEmpty" : cells[column + 1])}");
        }
    }
}
