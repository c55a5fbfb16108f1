using System.CommandLine;

return await new RootCommand("DICOM files on the command line.").Parse(args).InvokeAsync();
