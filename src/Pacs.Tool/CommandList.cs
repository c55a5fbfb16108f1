using Pacs.Tool.Commands;

namespace Pacs.Tool;

/// <summary>All commands, in the order of the help text. A new one is a file in Commands and a line here.</summary>
internal static class CommandList
{
    public static IReadOnlyList<IToolCommand> All { get; } =
    [
        new DumpCommand(),
        new JsonCommand(),
        new XmlCommand(),
        new ModifyCommand(),
        new ValidateCommand(),
        new DecodeCommand(),
        new TranscodeCommand(),
        new DicomDirCommand(),
        new RenderCommand(),
        new MprCommand(),
        new MipCommand(),
        new VolumeCommand(),
        new EchoCommand(),
        new SendCommand(),
        new FindCommand(),
        new GetCommand(),
        new MoveCommand(),
        new QidoCommand(),
        new WadoCommand(),
        new StowCommand(),
    ];
}
