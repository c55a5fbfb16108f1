using Pacs.Core;

namespace Pacs.Tool;

/// <summary>What a command tells the user instead of a stack trace.</summary>
internal static class ToolErrors
{
    /// <summary>Runs a command; broken files and failing disks end in a line on the error stream and exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception failure) when (failure is DicomException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"pacs: {failure.Message}");
            return 1;
        }
    }
}
