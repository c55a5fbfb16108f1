namespace Pacs.Imaging.Tests.Volumes;

/// <summary>Volumes whose content is known.</summary>
internal static class SyntheticVolume
{
    /// <summary>A grid with steps of some mm, whose voxels a function of the patient's point fills.</summary>
    public static Volume Of(VolumeGeometry geometry, Func<Vector3D, double> value)
    {
        short[] voxels = new short[geometry.Count];
        int n = 0;
        for (int k = 0; k < geometry.Slices; k++)
            for (int j = 0; j < geometry.Rows; j++)
                for (int i = 0; i < geometry.Columns; i++) voxels[n++] = (short)Math.Round(value(geometry.ToPatient(i, j, k)));
        return Volume.FromVoxels(geometry, voxels, outside: -1000);
    }

    public static VolumeGeometry Grid(int columns, int rows, int slices, double x = 1, double y = 1, double z = 1, double lean = 0) =>
        new(new Vector3D(-20, -30, -10), new Vector3D(x, 0, 0), new Vector3D(0, y, 0), new Vector3D(0, lean, z), columns, rows, slices);

    public static Volume Random(VolumeGeometry geometry, int seed)
    {
        var random = new Random(seed);
        short[] voxels = new short[geometry.Count];
        for (int n = 0; n < voxels.Length; n++) voxels[n] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        return Volume.FromVoxels(geometry, voxels, outside: -32768);
    }
}
