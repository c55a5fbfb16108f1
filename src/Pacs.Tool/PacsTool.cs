using System.CommandLine;
using System.CommandLine.Parsing;

namespace Pacs.Tool;

/// <summary>The command line: parses, runs a command, and turns what goes wrong into one line and an exit code.</summary>
internal static class PacsTool
{
    public static async Task<int> RunAsync(string[] args, ToolConsole console, CancellationToken ct)
    {
        var root = new RootCommand("DICOM files and peers on the command line.");
        foreach (IToolCommand command in CommandList.All) root.Add(command.Build(console));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (string message in result.Errors.Select(static error => error.Message).Distinct()) console.Fail(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            console.Error.WriteLine($"Try '{string.Join(' ', Names(result.CommandResult).Reverse())} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false }, ct);
        }
        catch (OperationCanceledException)
        {
            console.Fail("cancelled");
            return ExitCode.Cancelled;
        }
        catch (Exception failure) when (ExitCode.Of(failure) is { } code)
        {
            console.Fail(failure.Message);
            return code;
        }
        finally
        {
            await console.FlushAsync();
        }
    }

    private static IEnumerable<string> Names(CommandResult? command)
    {
        for (; command is not null; command = command.Parent as CommandResult) yield return command.Command is RootCommand ? "pacs" : command.Command.Name;
    }
}
