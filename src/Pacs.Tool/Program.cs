using System.CommandLine;
using Pacs.Tool;

return await new RootCommand("DICOM files on the command line.") { DecodeCommand.Create(), TranscodeCommand.Create() }.Parse(args).InvokeAsync();
