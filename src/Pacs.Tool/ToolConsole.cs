using System.Text;

namespace Pacs.Tool;

/// <summary>Where a command reads and writes: results to the output, everything else to the error stream.</summary>
/// <param name="output">Takes text in UTF-8, and bytes.</param>
/// <param name="error">Takes messages and progress.</param>
/// <param name="hasColor">Whether the output shows ANSI colours.</param>
/// <param name="hasProgress">Whether the error stream is a terminal that a bar can move on.</param>
internal sealed class ToolConsole(Stream output, TextWriter error, bool hasColor = false, bool hasProgress = false)
{
    /// <summary>Results, as text.</summary>
    public StreamWriter Out { get; } = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { AutoFlush = false };

    /// <summary>Messages.</summary>
    public TextWriter Error { get; } = error;

    public bool HasColor { get; } = hasColor;

    public bool HasProgress { get; } = hasProgress;

    /// <summary>The console of this process. NO_COLOR takes the colours away.</summary>
    public static ToolConsole OfProcess() => new(
        new PipeStream(Console.OpenStandardOutput()), Console.Error,
        hasColor: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "", hasProgress: !Console.IsErrorRedirected);

    /// <summary>The results as bytes; text that was written before comes first.</summary>
    public async ValueTask<Stream> OutStreamAsync()
    {
        await Out.FlushAsync();
        return Out.BaseStream;
    }

    /// <summary>Writes one line about what went wrong.</summary>
    public void Fail(string message) => Error.WriteLine($"pacs: {Printable.OneLine(message)}");

    /// <summary>Text in a colour, where the output shows colours.</summary>
    public string Paint(string text, Ink ink) => HasColor && ink != Ink.Plain ? $"\x1b[{(int)ink}m{text}\x1b[0m" : text;

    public async ValueTask FlushAsync() => await Out.FlushAsync();
}

/// <summary>ANSI foreground colours (ECMA-48 SGR).</summary>
internal enum Ink
{
    Plain = 0,
    Bold = 1,
    Faint = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Cyan = 36,
}
