using System.CommandLine;

namespace Pacs.Tool;

/// <summary>One command: a file in Commands, and a line in <see cref="CommandList"/>.</summary>
internal interface IToolCommand
{
    /// <summary>Makes the command with its arguments, options and action.</summary>
    /// <param name="console">Where its action writes.</param>
    Command Build(ToolConsole console);
}
