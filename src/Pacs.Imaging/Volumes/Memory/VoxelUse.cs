namespace Pacs.Imaging;

/// <summary>Keeps the voxels of a volume where they are while a picture is made of them, even if the volume is disposed meanwhile.</summary>
/// <param name="memory">The voxels, in which this use has been counted.</param>
internal readonly struct VoxelUse(VoxelMemory memory) : IDisposable
{
    public void Dispose() => memory.Release();
}
