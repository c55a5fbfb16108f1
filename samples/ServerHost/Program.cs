using System.CommandLine;
using Pacs.ServerHost;

NativeHeap.ShareArenas();
ParseResult parsed = HostCommand.Create(SampleServer.RunAsync).Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (string message in parsed.Errors.Select(error => error.Message).Distinct()) Console.Error.WriteLine($"pacs: {message}");
    return 2;
}

return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
