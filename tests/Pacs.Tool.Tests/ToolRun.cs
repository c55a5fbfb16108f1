using System.Text;

namespace Pacs.Tool.Tests;

/// <summary>A command run in this process, with what it wrote.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public static Task<ToolRun> OfAsync(params string[] args) => OfAsync(hasColor: false, args);

    public static Task<ToolRun> OfAsync(bool hasColor, string[] args) => OfAsync(args, hasColor);

    /// <summary>Runs a command that may be cancelled.</summary>
    public static async Task<ToolRun> OfAsync(string[] args, bool hasColor = false, CancellationToken ct = default)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int code = await PacsTool.RunAsync(args, new ToolConsole(output, error, hasColor), ct);
        return new ToolRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails the test with everything that was written, unless the code is this.</summary>
    public ToolRun Ended(int code)
    {
        Assert.That(Code, Is.EqualTo(code), $"{Output}\n{Error}");
        Assert.That(Error, Does.Not.Contain("   at "), "No stack trace on bad input.");
        return this;
    }
}
