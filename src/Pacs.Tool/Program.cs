using Pacs.Tool;

return await PacsTool.RunAsync(args, ToolConsole.OfProcess(), CancellationToken.None);
