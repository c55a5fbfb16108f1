namespace Pacs.Tool;

/// <summary>Ends a command with a message and an exit code.</summary>
internal sealed class ToolException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;
}
