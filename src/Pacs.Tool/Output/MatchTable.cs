using Pacs.Core;
using Spectre.Console;

namespace Pacs.Tool.Output;

/// <summary>Matches of a query as a table: drawn on a terminal, separated by tabs elsewhere.</summary>
internal static class MatchTable
{
    /// <returns>How many matches there were.</returns>
    public static async Task<int> WriteAsync(ToolConsole console, IReadOnlyList<DicomTag> columns, IAsyncEnumerable<DicomDataset> matches, CancellationToken ct)
    {
        int count = 0;
        if (!console.HasColor)
        {
            console.Out.WriteLine(string.Join('\t', columns.Select(static tag => tag.Keyword ?? tag.ToString())));
            await foreach (DicomDataset match in matches.WithCancellation(ct))
            {
                console.Out.WriteLine(string.Join('\t', columns.Select(tag => Printable.OneLine(ValueOf(match, tag)))));
                count++;
            }

            return count;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (DicomTag tag in columns) table.AddColumn(new TableColumn(new Text(tag.Keyword ?? tag.ToString(), new Style(Color.Aqua))));
        await foreach (DicomDataset match in matches.WithCancellation(ct))
        {
            table.AddRow(columns.Select(tag => new Text(Printable.OneLine(ValueOf(match, tag)))));
            count++;
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Out) }).Write(table);
        return count;
    }

    private static string ValueOf(DicomDataset match, DicomTag tag) => match.GetSequence(tag) is { } sequence
        ? string.Join("; ", sequence.Select(static item => string.Join(' ', item.Select(static element => element.GetString()).OfType<string>())))
        : match.GetString(tag) ?? string.Empty;
}
