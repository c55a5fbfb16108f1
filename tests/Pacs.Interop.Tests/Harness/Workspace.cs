namespace Pacs.Interop.Tests.Harness;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace() => Folder = Directory.CreateTempSubdirectory("pacs-interop-").FullName;

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string NewFolder(string name) => Directory.CreateDirectory(PathOf(name)).FullName;

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
