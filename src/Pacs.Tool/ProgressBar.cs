using Spectre.Console;

namespace Pacs.Tool;

/// <summary>A bar on the error stream for long work; nothing where that is no terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports how much is done.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="title">What is done.</param>
    /// <param name="total">How much there is to do; 0 when unknown so far.</param>
    /// <param name="work">Calls the function it is given with done and total.</param>
    public static async Task RunAsync(ToolConsole console, string title, int total, Func<Action<int, int>, Task> work)
    {
        if (!console.HasProgress)
        {
            await work(static (_, _) => { });
            return;
        }

        IAnsiConsole ansi = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Error) });
        await ansi.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .AutoClear(enabled: true)
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
                await work((done, all) =>
                {
                    task.MaxValue = Math.Max(1, all);
                    task.Value = done;
                });
            });
    }
}
