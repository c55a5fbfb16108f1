namespace Pacs.DicomWeb.Client.Tests;

/// <summary>Tells at once; <see cref="Progress{T}"/> would tell later, on another thread.</summary>
internal sealed class Direct<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
