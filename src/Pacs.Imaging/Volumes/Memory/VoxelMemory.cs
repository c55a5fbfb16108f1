namespace Pacs.Imaging;

/// <summary>The voxels of a volume and how many use them: owners, and pictures that are being made. When the last is done they go back to their pool.</summary>
internal sealed class VoxelMemory(VoxelPool pool, short[] voxels)
{
    private int _users = 1;

    ~VoxelMemory()
    {
        if (_users > 0) pool.Forget(voxels.Length);
    }

    /// <summary>The voxels. Of use to those who are counted only.</summary>
    public short[] Voxels => voxels;

    /// <summary>Counts one more.</summary>
    /// <returns>False when the memory has been given back.</returns>
    public bool TryRetain()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0) pool.Return(voxels);
    }
}
