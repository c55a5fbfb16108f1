using Pacs.Core;

namespace Pacs.Tool;

/// <summary>Does the same with many files; one that fails is told of, and the others go on.</summary>
internal static class EachFile
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolConsole console, IEnumerable<string> paths, Func<string, ValueTask> work)
    {
        int code = ExitCode.Success;
        foreach (string path in InputFiles.Expand(paths))
        {
            try
            {
                await work(path);
            }
            catch (Exception failure) when (failure is DicomException or IOException or UnauthorizedAccessException)
            {
                await console.Out.FlushAsync();
                console.Fail($"{path}: {failure.Message}");
                code = ExitCode.File;
            }
        }

        return code;
    }
}
